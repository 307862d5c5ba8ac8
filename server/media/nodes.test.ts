// Where a server believes that seats are.
import { expect, test } from 'vitest'
import type { NodeReport } from '../../shared/contract/sfu.ts'
import { newId } from '../../shared/ids.ts'
import { Nodes } from './nodes.ts'

const placeOn = (node: string) => ({ node, incarnation: newId<'incarnation'>() })
const [here, there] = [placeOn('here'), placeOn('there')]
const session = newId<'session'>()

test('a move that fails leaves the seat where it was', () => {
  const nodes = new Nodes()
  nodes.seat(session, here)
  nodes.seat(session, there, here)
  expect(nodes.isMoving(session)).toBe(true)
  expect(nodes.stay(session, there.incarnation)).toEqual(here)
  expect([nodes.of({ session }), nodes.isMoving(session)]).toEqual([here, false])
})

test('a seat that left nothing behind, or is elsewhere since, stays as it is', () => {
  const nodes = new Nodes()
  nodes.seat(session, there)
  expect(nodes.stay(session, there.incarnation)).toBeNull()
  nodes.seat(session, here, there)
  expect(nodes.stay(session, there.incarnation)).toBeNull()
  expect(nodes.of({ session })).toEqual(here)
})

const room = newId<'room'>()
const participant = newId<'participant'>()
const idle = {
  cpu: 0,
  rooms: 1,
  transports: 2,
  producers: 0,
  consumers: 0,
  packetsOutPerSecond: 0,
  bitsInPerSecond: 0,
  bitsOutPerSecond: 0,
}
type Place = typeof here

/** Of one worker, on which the session has had a seat for so long; null: it has none there. */
function report({ node, incarnation }: Place, age: number | null): NodeReport {
  const peer = { participant, session, connected: true, seesAsOf: null, sources: [] }
  const peers = age === null ? [] : [{ ...peer, age }]
  const rooms = [{ room, incarnation, peers, pipedIn: [], pipedOut: [], pipes: [] }]
  const workers = [{ ...idle, incarnation }]
  return { node, version: '1', draining: false, stopsIn: null, workers, rooms }
}

test('a seat that was taken when nobody waited for it any more is nobody’s', () => {
  const nodes = new Nodes()
  for (const { node, incarnation } of [here, there]) nodes.onUp(node, [incarnation])
  nodes.await(session, 'there')
  nodes.abandon(session, 'there')
  nodes.seat(session, here)
  expect(nodes.onReport(report(there, 0)).stale).toEqual([{ room, participant, session }])
  expect(nodes.of({ session })).toEqual(here)
  nodes.await(session, 'there')
  nodes.seat(session, there)
  expect(nodes.onReport(report(there, 0)).stale).toEqual([])
})

test('a worker of which a report knows nothing any more is lost, once, with the rooms it had', () => {
  const nodes = new Nodes()
  nodes.onUp('here', [here.incarnation])
  nodes.onReport(report(here, 0))
  expect(nodes.lives(here)).toBe(true)
  const next = report({ ...here, incarnation: newId() }, null)
  expect(nodes.onReport(next).lost).toEqual([{ incarnation: here.incarnation, rooms: [room] }])
  expect(nodes.lives(here)).toBe(false)
  expect(nodes.onReport(next).lost).toEqual([])
  nodes.onReport(report(here, 0))
  nodes.onWorkerDied('here', here.incarnation)
  expect(nodes.onReport(next).lost).toEqual([])
})

test('a room that everybody has left is not carried any more', () => {
  const nodes = new Nodes()
  nodes.onUp('here', [here.incarnation])
  nodes.onReport(report(here, 0))
  expect(nodes.factsOf('here')).toMatchObject({ people: 1, rooms: 1 })
  nodes.onReport(report(here, null))
  expect(nodes.factsOf('here')).toMatchObject({ people: 0, rooms: 0 })
})

test('a second device of somebody in a class is not another person', () => {
  const nodes = new Nodes()
  nodes.onUp('here', [here.incarnation])
  const { rooms, ...rest } = report(here, 0)
  const [first] = rooms
  const other = { ...first!.peers[0]!, session: newId<'session'>() }
  nodes.onReport({ ...rest, rooms: [{ ...first!, peers: [...first!.peers, other] }] })
  expect(nodes.factsOf('here')?.people).toBe(1)
})
