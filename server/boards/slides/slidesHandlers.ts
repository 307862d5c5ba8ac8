// Answers the routes of slides: takes them from whoever manages boards, a PDF as it is, what becomes one by
// way of LibreOffice.
import type { slidesRoutes } from '../../../shared/contract/http/slides.ts'
import { LyceumError, refuse } from '../../../shared/errors.ts'
import type { ParticipantId, RoomId } from '../../../shared/ids.ts'
import { mayDo } from '../../../shared/room/standing.ts'
import { sendingRefused } from '../../../shared/room/files.decide.ts'
import type { SeatStore } from '../../auth/seats.ts'
import type { Tokens } from '../../auth/tokens.ts'
import type { Blobs } from '../../blobs/blobs.ts'
import type { RoomDoor } from '../../catalogue/ports.ts'
import { looking } from '../../files/filesHandlers.ts'
import { takeIn, type Taken } from '../../files/intake.ts'
import { endingOf } from '../../files/kinds.ts'
import type { FileStore } from '../../files/store.ts'
import { viewersOf } from '../../files/viewers.ts'
import type { Handlers } from '../../http/handler.ts'
import type { Conversions } from './conversions.ts'
import type { SlidesStore } from './store.ts'

interface SlidesParts {
  readonly rooms: Pick<RoomDoor, 'record' | 'command'>
  readonly seats: Pick<SeatStore, 'of'>
  readonly tokens: Pick<Tokens, 'verify'>
  readonly blobs: Blobs
  readonly files: Pick<FileStore, 'add'>
  readonly slides: SlidesStore
  readonly conversions: Conversions
  /** Bytes of one file. */
  readonly limit: number
}

type Names = keyof typeof slidesRoutes
type Input = Parameters<Handlers<'slides.send'>['slides.send']>[0]

interface Place {
  readonly room: RoomId
  readonly participant: ParticipantId
}

const offices: ReadonlySet<string> = new Set(['pptx', 'ppt', 'odp', 'docx', 'doc', 'odt'])

/** Whether it has to become a PDF first; throws for what cannot. */
async function converts({ file: { name, type } }: Taken, conversions: Conversions) {
  if (type === 'application/pdf') return false
  if (!offices.has(endingOf(name)))
    throw new LyceumError('invalid', 'Slides are a PDF or a presentation.', { reason: 'file-type' })
  if (await conversions.available()) return true
  const words = 'This installation reads PDF only: save the presentation as PDF and send that.'
  throw new LyceumError('invalid', words, { reason: 'no-office' })
}

const forStaff = refuse('forbidden', 'Slides are for staff.', 'board.manage')

async function assertMay({ rooms }: SlidesParts, { room, participant }: Place): Promise<void> {
  const refusal = await looking(rooms, room, ({ state }) =>
    mayDo(state, participant, 'board.manage') ? sendingRefused(state, participant) : forStaff,
  )
  if (refusal !== null) throw LyceumError.from(refusal)
}

async function send(parts: SlidesParts, place: Place, { body, query: { name } }: Input) {
  const { rooms, blobs, files, slides, conversions, limit } = parts
  await assertMay(parts, place)
  const taken = await takeIn(blobs, body, { name, limit })
  const { file } = taken
  try {
    const waits = await converts(taken, conversions)
    await taken.keep()
    const input = { participant: place.participant, file }
    await rooms.command(place.room, 'system', { name: 'files.receive', input, key: file.id })
    if (waits) {
      await slides.add({ id: file.id, ...place, name: file.name })
      conversions.wake()
      return { slides: file.id, progress: { state: 'waiting', ahead: 0 } as const }
    }
    await files.add({ id: file.id, ...place, onBoard: file.type })
    return { slides: file.id, progress: { state: 'done', file } as const }
  } catch (error) {
    await taken.drop()
    throw error
  }
}

export function slidesHandlers(parts: SlidesParts): Handlers<Names> {
  const { rooms, seats, tokens, slides, conversions } = parts
  return {
    'slides.send': async (input, { bearer }) => {
      const { room } = input.params
      if (bearer === null) throw new LyceumError('unauthenticated')
      const { participant, ...claims } = await tokens.verify(bearer)
      if (claims.room !== room) throw new LyceumError('forbidden')
      return send(parts, { room, participant }, input)
    },
    'slides.progress': async ({ params: { room, slides: id } }, call) => {
      const viewers = await looking(rooms, room, ({ state }) =>
        viewersOf(seats, { room, state }, call),
      )
      const found = viewers.length === 0 ? null : await slides.progress(room, id)
      if (found === null) throw new LyceumError('missing', 'There are no such slides.')
      // What a node that died had is taken up by whoever is asked for it.
      if (found.state === 'waiting' || found.state === 'converting') conversions.wake()
      return found
    },
  }
}
