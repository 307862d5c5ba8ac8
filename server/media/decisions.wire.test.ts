// What servers decide about media, as it is kept in a real PostgreSQL.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { freshDatabase, type FreshDatabase } from '../../infra/test/postgres.ts'
import { TcpProxy } from '../../infra/test/tcpProxy.ts'
import { newId, type ParticipantId, type RoomId } from '../../shared/ids.ts'
import type { Place, Seat } from '../../shared/contract/sfu.ts'
import { startClock, type RunningClock } from '../clock.ts'
import { migrate } from '../storage/migrate.ts'
import { openPools, type Pools } from '../storage/pools.ts'
import { rows, run } from '../storage/query.ts'
import { WrittenDecisions } from './decisions.ts'
import { nodeEvents, noteDrain } from './nodeEvents.ts'

let database: FreshDatabase
let pools: Pools
let clock: RunningClock
beforeAll(async () => {
  database = await freshDatabase()
  const { url } = database
  await migrate(url)
  pools = openPools({ url })
  clock = await startClock(pools.read)
})
afterAll(async () => {
  clock.close()
  await pools.close()
  await database[Symbol.asyncDispose]()
})

const written = (server: string) =>
  new WrittenDecisions({
    db: pools.read,
    clock,
    server,
    failed: (what, error) => {
      throw new Error(what, { cause: error })
    },
  })
const seatIn = (room: RoomId): Seat => ({ room, participant: newId(), session: newId() })
const reason = { rule: 'together' as const, among: [], people: 1, expects: 0 }
const placed = (participant: ParticipantId, node: string, from: string | null = null) => ({
  kind: 'placed' as const,
  participant,
  node,
  from,
  why: from === null ? ('came' as const) : ('lost' as const),
  reason,
})

async function logOf(room: RoomId) {
  const text = 'SELECT server, decision FROM media_decisions WHERE room = $1 ORDER BY id'
  const found = await rows(
    pools.read,
    { text, values: [room] },
    z.object({ server: z.string(), decision: z.looseObject({ kind: z.string() }) }),
  )
  return found.map(({ server, decision }) => [server, decision.kind, decision['people']])
}

async function nodesOf(room: RoomId) {
  const text = 'SELECT node FROM media_seats WHERE room = $1 ORDER BY node'
  const found = await rows(pools.read, { text, values: [room] }, z.object({ node: z.string() }))
  return found.map(({ node }) => node)
}

it('knows where each device was put last, and tells of a loss once, whoever notices it', async () => {
  const [here, there] = [written('one'), written('two')]
  const room: RoomId = newId()
  const [a, b] = [seatIn(room), seatIn(room)]
  const dead = { node: 'media-1', incarnation: newId<'incarnation'>() }
  const other = { node: 'media-2', incarnation: newId<'incarnation'>() }
  here.placed(a, dead, placed(a.participant, 'media-1'))
  here.placed(b, dead, placed(b.participant, 'media-1'))
  await here.flush()
  expect(await nodesOf(room)).toEqual(['media-1', 'media-1'])
  await noteDrain(pools.read, { node: 'media-1', within: 300, by: 'an operator' })
  for (const server of [there, here]) server.lost(dead, 'unheard')
  await Promise.all([here.flush(), there.flush()])
  expect(await nodesOf(room)).toEqual([])
  there.placed(a, other, placed(a.participant, 'media-2', 'media-1'))
  there.left(room, a.participant, null)
  there.placed(b, other, placed(b.participant, 'media-2', 'media-1'))
  there.ended(room)
  await there.close()
  expect(await nodesOf(room)).toEqual([])
  const log = await logOf(room)
  expect(log.slice(0, 3)).toEqual([
    ['one', 'placed', undefined],
    ['one', 'placed', undefined],
    ['an operator', 'drained', 2],
  ])
  expect(log.filter(([, kind]) => kind === 'lost').map(([, , people]) => people)).toEqual([2])
  expect(log.slice(4).map(([, kind]) => kind)).toEqual(['placed', 'left', 'placed', 'ended'])
  await here.close()
})

it('tells of a node’s loss once, also where nobody was, and of who went where', async () => {
  const [here, there] = [written('one'), written('two')]
  const room: RoomId = newId()
  const [a, b] = [seatIn(room), seatIn(room)]
  const on = (node: string) => ({ node, incarnation: newId<'incarnation'>() })
  const [dead, idle, left, right] = [on('media-5'), on('media-6'), on('media-7'), on('media-8')]
  for (const seat of [a, b]) here.placed(seat, dead, placed(seat.participant, 'media-5'))
  await here.flush()
  for (const server of [here, there]) {
    server.lost(idle, 'unheard')
    server.lost(dead, 'restarted')
  }
  here.placed(a, left, placed(a.participant, 'media-7', 'media-5'))
  here.placed(b, left, placed(b.participant, 'media-7', 'media-5'))
  // Their way there failed.
  there.placed(b, right, placed(b.participant, 'media-8', 'media-5'))
  await here.close()
  await there.close()
  // It is back while they still go.
  const text = `INSERT INTO media_node_events (at, node, server, event)
    SELECT max(at), 'media-5', 'one', '{"kind": "returned"}' FROM media_node_events`
  await run(pools.read, { text })
  const events = await nodeEvents(pools.read)
  const of = (node: string) => events.filter((one) => one.node === node)
  expect(of('media-6')).toMatchObject([{ event: { kind: 'lost', people: 0 }, went: [] }])
  const [back, loss, ...more] = of('media-5')
  expect([back?.event.kind, more]).toEqual(['returned', []])
  expect(loss?.event).toEqual({ kind: 'lost', why: 'restarted', people: 2 })
  expect(loss?.went).toMatchObject([
    { room, to: 'media-7', people: 1 },
    { room, to: 'media-8', people: 1 },
  ])
})

it('counts people, not their devices', async () => {
  const server = written('one')
  const room: RoomId = newId()
  const one = seatIn(room)
  const other = { ...one, session: newId<'session'>() }
  const [dead, last] = ['media-10', 'media-11'].map((node) => ({
    node,
    incarnation: newId<'incarnation'>(),
  })) as [Place, Place]
  for (const place of [dead, last]) {
    for (const seat of [one, other])
      server.placed(seat, place, placed(seat.participant, place.node))
    await server.flush()
    await noteDrain(pools.read, { node: place.node, within: 300, by: 'an operator' })
    if (place === dead) server.lost(place, 'unheard')
    else server.ended(room)
  }
  await server.close()
  const counts = (await logOf(room)).filter(([, , people]) => people !== undefined)
  expect(counts.map(([, kind, people]) => [kind, people])).toEqual([
    ['drained', 1],
    ['lost', 1],
    ['drained', 1],
    ['ended', 1],
  ])
  const events = (await nodeEvents(pools.read, 'media-10')).map(({ event }) => event)
  // In whichever order: the clocks of a server and of PostgreSQL are a millisecond apart.
  expect(events).toHaveLength(2)
  for (const kind of ['lost', 'drained'] as const)
    expect(events).toContainEqual(expect.objectContaining({ kind, people: 1 }))
})

it('writes what was decided while PostgreSQL was away when it is back', async () => {
  const url = new URL(database.url)
  const port = Number(url.port)
  await using wire = await TcpProxy.open(() => port)
  url.hostname = '127.0.0.1'
  url.port = String(wire.port)
  await using through = openPools({ url: url.href, onError: () => undefined })
  const failures: string[] = []
  const failed = (what: string) => failures.push(what)
  const decisions = new WrittenDecisions({ db: through.read, clock, server: 'one', failed })
  const room: RoomId = newId()
  const seat = seatIn(room)
  const place = { node: 'media-1', incarnation: newId<'incarnation'>() }
  wire.cut()
  decisions.placed(seat, place, placed(seat.participant, 'media-1'))
  decisions.note(room, { kind: 'nowhere', participant: seat.participant })
  await decisions.flush()
  expect(failures).not.toEqual([])
  expect(await logOf(room)).toEqual([])
  wire.mend()
  decisions.left(room, seat.participant, null)
  await decisions.close()
  expect((await logOf(room)).map(([, kind]) => kind)).toEqual(['placed', 'nowhere', 'left'])
})

it('leaves a seat alone that was taken after somebody left, or on another device', async () => {
  const [here, there] = [written('one'), written('two')]
  const seat = seatIn(newId())
  const place = { node: 'media-1', incarnation: newId<'incarnation'>() }
  there.left(seat.room, seat.participant, null)
  await pools.read.query('SELECT pg_sleep(0.005)')
  here.placed(seat, place, placed(seat.participant, 'media-1'))
  await here.close()
  there.left(seat.room, seat.participant, newId())
  await there.close()
  expect(await nodesOf(seat.room)).toEqual(['media-1'])
})

it('keeps the last ones of each room', async () => {
  const decisions = written('one')
  const room: RoomId = newId()
  const note = () => {
    decisions.note(room, { kind: 'nowhere', participant: newId() })
  }
  for (let n = 1; n <= 400; n += 1) note()
  await decisions.flush()
  expect(await logOf(room)).toHaveLength(400)
  await decisions.tidy()
  expect(await logOf(room)).toHaveLength(300)
  await decisions.close()
})
