// Answers the routes of files in a class: takes them in for whoever may send there, and gives them to whoever
// may see the message that they came with.
import type { KeptFile } from '../../shared/contract/http/define.ts'
import type { filesRoutes } from '../../shared/contract/http/files.ts'
import type { FileShown } from '../../shared/contract/files.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { FileId, MaterialId, ParticipantId, RoomId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import { mayDo } from '../../shared/room/standing.ts'
import { sendingRefused } from '../../shared/room/files.decide.ts'
import type { SeatStore } from '../auth/seats.ts'
import type { Tokens } from '../auth/tokens.ts'
import type { Blobs } from '../blobs/blobs.ts'
import type { RoomDoor, RoomRecord } from '../catalogue/ports.ts'
import type { Call, Handlers } from '../http/handler.ts'
import { takeIn, thumbnailKey } from './intake.ts'
import type { MaterialStore } from './materials.ts'
import type { FileStore } from './store.ts'
import { viewersOf } from './viewers.ts'

interface FilesParts {
  readonly rooms: Pick<RoomDoor, 'record' | 'command'>
  readonly seats: Pick<SeatStore, 'of'>
  readonly tokens: Pick<Tokens, 'verify'>
  readonly blobs: Blobs
  readonly files: FileStore
  readonly materials: Pick<MaterialStore, 'findInClass'>
  /** Bytes of one file. */
  readonly limit: number
}

/** How many files one person sends at a time. */
const mostAtOnce = 3

/** The room as it stands now, let go when the work is done. */
export async function looking<Result>(
  rooms: Pick<RoomDoor, 'record'>,
  room: RoomId,
  work: (record: RoomRecord) => Result | Promise<Result>,
): Promise<Result> {
  const record = await rooms.record(room, { fresh: true })
  try {
    return await work(record)
  } finally {
    record.close()
  }
}

/** Counts what somebody is sending; throws when that is too much at a time. */
function turns() {
  const sending = new Map<ParticipantId, number>()
  return async <Result>(who: ParticipantId, work: () => Promise<Result>): Promise<Result> => {
    const before = sending.get(who) ?? 0
    if (before >= mostAtOnce)
      throw new LyceumError('rateLimited', 'One after another, please.', { retryAfter: 1_000 })
    sending.set(who, before + 1)
    try {
      return await work()
    } finally {
      const left = (sending.get(who) ?? 1) - 1
      if (left === 0) sending.delete(who)
      else sending.set(who, left)
    }
  }
}

const gone = () => new LyceumError('missing', 'There is no such file, or not any more.')

function filesOf(fact: Fact | null): readonly FileShown[] {
  const body = fact?.body as { readonly files?: readonly FileShown[] | null } | undefined
  return body?.files ?? []
}

/** What stands in a message; where it was deleted and shown again, in the fact that showed it. */
async function attachedTo(record: RoomRecord, seq: number, call: Viewing): Promise<FileShown[]> {
  for (const viewer of call.viewers) {
    const said = await record.fact(seq, viewer)
    if (said?.type !== 'chat.said') continue
    const by = record.state.chat.restored.get(seq)?.by ?? null
    const again = by === null ? null : await record.fact(by, viewer)
    return [...filesOf(said), ...filesOf(again)]
  }
  return []
}

interface Viewing {
  readonly viewers: Awaited<ReturnType<typeof viewersOf>>
}

/** The whole file, or its small picture. */
export async function servedFrom(
  blobs: Blobs,
  file: Pick<FileShown, 'name' | 'type'> & { readonly id: string },
  part: 'whole' | 'thumbnail',
): Promise<KeptFile> {
  const small = part === 'thumbnail'
  const kept = await blobs.open(small ? thumbnailKey(file.id) : file.id)
  if (kept === null) throw gone()
  const { size, bytes: body } = kept
  return { name: file.name, type: small ? 'image/webp' : file.type, size, shown: small, body }
}

/** What a board can show. */
function boardTypeOf({ type, width }: FileShown): string {
  if (width !== null || type === 'application/pdf') return type
  throw new LyceumError('invalid', 'Boards show pictures and PDF.', { reason: 'file-type' })
}

function sending(parts: FilesParts): Handlers<'files.send'> {
  const { rooms, tokens, blobs, files, limit } = parts
  const inTurn = turns()
  const take = async (room: RoomId, participant: ParticipantId, input: Input) => {
    const refusal = await looking(rooms, room, ({ state }) => sendingRefused(state, participant))
    if (refusal !== null) throw LyceumError.from(refusal)
    const { name, for: goal } = input.query
    const taken = await takeIn(blobs, input.body, { name, limit })
    const { file } = taken
    try {
      const onBoard = goal === 'board' ? boardTypeOf(file) : null
      await files.add({ id: file.id, room, participant, onBoard })
      await taken.keep()
      const order = { name: 'files.receive', input: { participant, file }, key: file.id } as const
      await rooms.command(room, 'system', order)
      return { file }
    } catch (error) {
      await taken.drop()
      await files.forget(file.id)
      throw error
    }
  }
  return {
    'files.send': async (input, { bearer }) => {
      const { room } = input.params
      if (bearer === null) throw new LyceumError('unauthenticated')
      const { participant, ...claims } = await tokens.verify(bearer)
      if (claims.room !== room) throw new LyceumError('forbidden')
      return inTurn(participant, () => take(room, participant, input))
    },
  }
}
type Input = Parameters<Handlers<'files.send'>['files.send']>[0]

/** For whoever sees boards there. */
function onBoards({
  rooms,
  seats,
  blobs,
  files,
  materials,
}: FilesParts): Handlers<'files.onBoard'> {
  return {
    'files.onBoard': async ({ params: { room, file: id } }, call) => {
      const may = await looking(rooms, room, async ({ state }) => {
        const viewers = await viewersOf(seats, { room, state }, call)
        return viewers.some(
          ({ kind, participant }) => kind === 'staff' || mayDo(state, participant, 'board.view'),
        )
      })
      if (!may) throw gone()
      const type = await files.onBoard(room, id)
      if (type !== null) return servedFrom(blobs, { id, name: 'board', type }, 'whole')
      // Slides that stand with the lesson: a material’s id is its file’s.
      const material = await materials.findInClass(room, id as string as MaterialId)
      return servedFrom(blobs, material, 'whole')
    },
  }
}

export function filesHandlers(parts: FilesParts): Handlers<keyof typeof filesRoutes> {
  const { rooms, seats, blobs } = parts
  const find = (params: { room: RoomId; file: FileId }, message: number, call: Call) =>
    looking(rooms, params.room, async (record) => {
      const viewers = await viewersOf(seats, { room: params.room, state: record.state }, call)
      const attached = await attachedTo(record, message, { viewers })
      const file = attached.find(({ id }) => id === params.file)
      if (file === undefined) throw gone()
      return file
    })
  return {
    ...sending(parts),
    ...onBoards(parts),
    'files.get': async ({ params, query }, call) =>
      servedFrom(blobs, await find(params, query.message, call), 'whole'),
    'files.thumbnail': async ({ params, query }, call) =>
      servedFrom(blobs, await find(params, query.message, call), 'thumbnail'),
  }
}
