// Answers the routes of what lies on boards, for whoever may read a layer as the room stands now.
import { parseName, type LayerName } from '../../shared/board/layer.ts'
import { mayRead, type OnPage } from '../../shared/board/rights.ts'
import type { boardsRoutes } from '../../shared/contract/http/boards.ts'
import { LyceumError } from '../../shared/errors.ts'
import { boardIn, pageIn } from '../../shared/room/boards.model.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { Viewer } from '../../shared/room/viewer.ts'
import type { SeatStore } from '../auth/seats.ts'
import type { RoomDoor } from '../catalogue/ports.ts'
import { looking } from '../files/filesHandlers.ts'
import { viewersOf } from '../files/viewers.ts'
import type { Handlers } from '../http/handler.ts'
import type { BoardArchive } from './archive.ts'

interface ArchiveParts {
  readonly rooms: Pick<RoomDoor, 'record'>
  readonly seats: Pick<SeatStore, 'of'>
  readonly archive: BoardArchive
}

const missing = () =>
  new LyceumError('missing', 'There is no such page, or it is not yours to see.')

const isStaff = ({ kind }: Viewer) => kind === 'staff'

/** An epoch that was never is on no page. */
function isThere({ boards }: RoomState, { board, page }: OnPage, epoch = 0): boolean {
  return epoch <= (pageIn(boardIn(boards, board), page)?.epoch ?? -1)
}

/** Staff of the class reads without a seat of their own. */
function mayLook(room: RoomState, viewers: readonly Viewer[], name: LayerName): boolean {
  return viewers.some((viewer) => isStaff(viewer) || mayRead(room, viewer.participant, name))
}

export function archiveHandlers({
  rooms,
  seats,
  archive,
}: ArchiveParts): Handlers<keyof typeof boardsRoutes> {
  return {
    'boards.layer': ({ params: { room, layer }, query: { seq = null } }, call) =>
      looking(rooms, room, async ({ state }) => {
        const name = parseName(layer)
        if (name === null || !isThere(state, name, name.epoch)) throw missing()
        const viewers = await viewersOf(seats, { room, state }, call)
        const may = seq === null ? mayLook(state, viewers, name) : viewers.some(isStaff)
        if (!may) throw missing()
        const { update, ...sight } = await archive.sight(state, name, seq)
        return { ...sight, update: Buffer.from(update).toString('base64') }
      }),
    'boards.past': ({ params: { room, ...on } }, call) =>
      looking(rooms, room, async ({ state }) => {
        const viewers = await viewersOf(seats, { room, state }, call)
        if (!viewers.some(isStaff) || !isThere(state, on)) throw missing()
        return { moments: await archive.momentsOf(state, on) }
      }),
  }
}
