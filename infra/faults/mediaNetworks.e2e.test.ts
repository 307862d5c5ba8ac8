// Bad networks and bad nodes under three people in real browsers: whatever becomes of the wire or the node, all
// see and hear each other again by themselves, and nobody is on the stage twice. Only with `npm run faults`.
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chatTexts, openPanel, say } from '../e2e/moves.ts'
import { memoryBelow } from '../system.ts'
import { flowIn, openBadCluster, until, type BadCluster } from './media/badCluster.ts'
import { goodWire, type Shape } from './udpProxy.ts'

let place: BadCluster

beforeAll(async () => {
  place = await openBadCluster()
  for (const { page } of place.people) await openPanel(page, 'Chat')
  await place.isWhole()
}, 240_000)

afterAll(() => place[Symbol.asyncDispose]())

/** One microphone and one camera of each. */
const stage = () =>
  [...place.conductor.room.sources.values()].map(
    ({ participant, kind }) => `${participant} ${kind}`,
  )

afterEach(async () => {
  place.heal()
  await place.isWhole()
  await until(() => expect(stage()).toHaveLength(2 * place.people.length))
  expect(new Set(stage()).size).toBe(stage().length)
})

const student = () => place.people[1]!
const both = (shape: Partial<Shape>) => ({
  up: { ...goodWire, ...shape },
  down: { ...goodWire, ...shape },
})

test.each([
  ['loses one datagram in twenty', { loss: 0.05 }],
  ['loses one in seven', { loss: 0.15 }],
  ['takes 200 ms each way, shuffles and doubles', { delay: 200, jitter: 60, doubled: 0.02 }],
])('a wire that %s: everybody still sees and hears everybody', async (_, shape) => {
  await place.shape(student(), both(shape))
  await place.isWhole()
})

test('a change of address: the same connection goes on from there', async () => {
  const { incarnation } = [...place.conductor.room.sources.values()][0]!
  await place.move(student())
  await place.flows()
  const incarnations = [...place.conductor.room.sources.values()].map((one) => one.incarnation)
  expect(new Set(incarnations)).toEqual(new Set([incarnation]))
})

test('a wire that is cut for a while: both come back, and what was said meanwhile is there', async () => {
  const { page } = student()
  await place.shape(student(), both({ cut: true }))
  await until(async () => expect(await flowIn(page)).toMatchObject({ sound: 0, picture: 0 }))
  await say(page, 'Text goes on')
  for (const one of place.people)
    await until(async () => expect(await chatTexts(one.page)).toContain('Text goes on'))
})

test('a node that dies: its people go on with the other', async () => {
  const { name, pid } = place.busy
  process.kill(pid() ?? 0, 'SIGKILL')
  await until(() => expect(place.busy.name).not.toBe(name))
  await place.flows()
})

test('a node that stands still for twenty seconds: its people go on with the other', async () => {
  const { name, pid } = place.busy
  const frozen = (await memoryBelow(pid() ?? 0)).map((one) => one.pid)
  const tell = (signal: 'SIGSTOP' | 'SIGCONT') => {
    for (const one of frozen) process.kill(one, signal)
  }
  tell('SIGSTOP')
  const woken = after(20_000).then(() => {
    tell('SIGCONT')
  })
  try {
    await until(() => expect(place.busy.name).not.toBe(name))
    await place.flows()
  } finally {
    await woken
  }
})
