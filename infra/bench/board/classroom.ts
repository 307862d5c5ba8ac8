// A class with a board, for benches that need a whole installation: who runs it, who comes to it, and the
// server's process opened for inspection.
import { setTimeout as after } from 'node:timers/promises'
import { RoomConnection } from '../../../client/connection/roomConnection.ts'
import { Browser as Caller } from '../../../server/http/testing/site.ts'
import type { LayerName } from '../../../shared/board/layer.ts'
import type { CommandName, InputOf } from '../../../shared/contract/index.ts'
import { newId, type RoomId } from '../../../shared/ids.ts'
import { decodeRoom, evolveRoom, initialRoom, type RoomState } from '../../../shared/room/state.ts'
import { openSchool, type Office } from '../../e2e/school.ts'
import { memoryBelow } from '../../system.ts'
import { freePort } from '../../test/programs.ts'
import { inspect, inspectorFlag } from '../heap.ts'
import { lightDial } from '../lightDial.ts'

export const blank = { background: { kind: 'plain' as const }, slides: null }

export type Conductor = RoomConnection<RoomState>

async function seat(
  school: Office,
  room: RoomId,
  { role, name }: { role: 'instructor' | 'student'; name: string },
) {
  const link = new URL(await school.linkFor(room, role))
  const caller = new Caller(school.url)
  const body = { name, invite: link.searchParams.get('invite') ?? '' }
  return () => caller.call('join.enter', { params: { room }, body })
}

export const conduct = (school: Office, room: RoomId): Promise<Conductor> =>
  attend(school, room, { role: 'instructor', name: 'Tess' })

export async function attend(
  school: Office,
  room: RoomId,
  who: Parameters<typeof seat>[2],
): Promise<Conductor> {
  const enter = await seat(school, room, who)
  const connection = RoomConnection.open({
    dial: lightDial({ url: () => school.url, room, origin: school.url }),
    fold: { initial: initialRoom, evolve: evolveRoom, decode: decodeRoom },
    session: newId<'session'>(),
    device: 'desktop',
    getToken: async () => (await enter()).token,
  })
  await new Promise((open) => connection.on('open', open))
  return connection
}

export async function order<Name extends CommandName>(
  by: Conductor,
  name: Name,
  input: InputOf<Name>,
) {
  const outcome = await by.command(name, input)
  if (!outcome.ok) throw new Error(`${name}: ${outcome.error.message}`)
}

export function pagesOf({ room }: Conductor) {
  const board = room.boards.boards.first()
  return { board, pages: board?.pages.toArray() ?? [] }
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await after(20)
}

export async function sitDown(school: Office, room: RoomId, n: number) {
  const enter = await seat(school, room, { role: 'student', name: `Person ${n}` })
  const { token } = await enter()
  const connection = RoomConnection.open({
    dial: lightDial({ url: () => school.url, room, origin: school.url }),
    fold: { initial: null, evolve: () => null, decode: () => null },
    session: newId<'session'>(),
    device: 'desktop',
    getToken: async () => token,
  })
  await new Promise((open) => connection.on('open', open))
  return { token, connection }
}

export async function openBoard(tess: Conductor): Promise<LayerName> {
  await order(tess, 'boards.open', { title: 'Soak', right: 'editOwn', ...blank })
  await until(() => pagesOf(tess).pages.length > 0)
  const { board, pages } = pagesOf(tess)
  const [first] = pages
  if (board === undefined || first === undefined) throw new Error('there is no page')
  await order(tess, 'boards.show', { on: { board: board.id, page: first.id, leader: false } })
  return { board: board.id, page: first.id, of: 'shared', epoch: 0 }
}

export async function openServer(close: AsyncDisposableStack) {
  const port = await freePort()
  const school = close.use(await openSchool({ NODE_OPTIONS: inspectorFlag(port) }))
  const processes = await memoryBelow(school.system.pid)
  const pid = processes.find(({ name }) => name.endsWith('server/main.ts'))?.pid
  if (pid === undefined) throw new Error('the server’s process was not found')
  return { school, server: close.use(await inspect(pid, port)) }
}
