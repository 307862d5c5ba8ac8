// Life and end of broadcasts, without encoders: what comes in is made up, and so is the time.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BroadcastId } from '../../shared/ids.ts'
import { newId } from '../../shared/ids.ts'
import type { InputSink } from '../ingest/rtmpConnection.ts'
import { flvHeader, flvTag } from '../media/flvTag.ts'
import { flvOf } from '../testing/flv.ts'
import type { Course } from '../testing/synthetic.ts'
import { Broadcasts } from './broadcasts.ts'

const usual: Course = {
  ...{ seconds: 4, framesPerSecond: 30, keyEverySeconds: 2 },
  ...{ hasSound: true, hasPicture: true, from: 0 },
}
const [key, other] = [newId<'streamKey'>(), newId<'streamKey'>()]
const room = newId<'room'>()

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
})
let broadcasts: Broadcasts
afterEach(async () => {
  await broadcasts.close()
  vi.useRealTimers()
})

function open() {
  let changes = 0
  const refused: string[] = []
  const folder = join(tmpdir(), `lyceum-broadcasts-${newId()}`)
  broadcasts = new Broadcasts({
    ...{ now: () => Date.now(), folder, encodes: false },
    changed: () => (changes += 1),
    refused: (_, reason) => refused.push(reason),
    log: pino({ level: 'silent' }),
  })
  const begin = (which = key) => {
    const sink = broadcasts.begin(which)
    const input = { sink, isSentAway: false }
    sink.opened?.(() => (input.isSentAway = true))
    return input
  }
  const states = () => broadcasts.all.map(({ state }) => state)
  return { begin, refused, states, changes: () => changes }
}

function send(sink: InputSink, course: Partial<Course> = {}): void {
  for (const { bytes } of flvOf({ ...usual, ...course })) sink.write(bytes)
}

const only = (): BroadcastId => {
  const [first, ...more] = broadcasts.all
  if (first === undefined || more.length > 0) throw new Error(`${broadcasts.all.length} broadcasts`)
  return first.broadcast
}

test('one key has one broadcast, over reconnects, until nobody came for a minute', async () => {
  const { begin, states } = open()
  const first = begin()
  send(first.sink)
  const id = only()
  broadcasts.assign(id, room)
  expect(broadcasts.all[0]).toMatchObject({ key, room, state: 'on', health: { reconnects: 0 } })
  first.sink.end('closed')
  expect(broadcasts.all[0]).toMatchObject({ state: 'interrupted', health: null })
  await vi.advanceTimersByTimeAsync(59_000)
  const second = begin()
  send(second.sink)
  expect([only(), states(), broadcasts.all[0]?.health?.reconnects]).toEqual([id, ['on'], 1])
  second.sink.end('silent')
  await vi.advanceTimersByTimeAsync(61_000)
  expect([only(), states()]).toEqual([id, ['over']])
  begin()
  expect(states()).toEqual(['over', 'on'])
  await vi.advanceTimersByTimeAsync(600_000)
  expect(states()).toEqual(['on'])
})

test('what began, was interrupted and ended is told of at once', () => {
  const { begin, changes } = open()
  const { sink } = begin()
  expect(changes()).toBe(1)
  sink.end('closed')
  expect(changes()).toBe(2)
  broadcasts.end(only(), 'class')
  expect(changes()).toBe(3)
})

test('what nobody was given to watch is forgotten when it is over', () => {
  const { begin } = open()
  send(begin().sink)
  broadcasts.end(only(), 'noClass')
  expect(broadcasts.all).toEqual([])
})

test('of a key only the last that is over is kept', () => {
  const { begin, states } = open()
  for (let n = 0; n < 3; n += 1) {
    send(begin().sink)
    const last = broadcasts.all.at(-1)
    if (last === undefined) throw new Error('it is gone')
    broadcasts.assign(last.broadcast, room)
    broadcasts.end(last.broadcast, 'class')
  }
  expect(states()).toEqual(['over'])
})

test('whose key is valid no more, that is over at once', () => {
  const { begin, states } = open()
  const { sink } = begin()
  send(sink)
  broadcasts.assign(only(), room)
  sink.end('revoked')
  expect(states()).toEqual(['over'])
})

test('whom staff sent away is refused for a minute, and nobody else', async () => {
  const { begin, refused, states } = open()
  const first = begin()
  send(first.sink)
  broadcasts.end(only(), 'staff')
  expect([first.isSentAway, begin().isSentAway, states()]).toEqual([true, true, []])
  expect(begin(other).isSentAway).toBe(false)
  expect(refused).toEqual(['ended', 'ended'])
  await vi.advanceTimersByTimeAsync(61_000)
  expect(begin().isSentAway).toBe(false)
})

test('for a broadcast that is not there nothing is assigned, and ending it is fine', () => {
  open()
  const gone = newId<'broadcast'>()
  expect(() => broadcasts.assign(gone, room)).toThrow(expect.objectContaining({ code: 'missing' }))
  expect(() => broadcasts.end(gone, 'class')).not.toThrow()
})

test('after another took over, nothing of the first is taken', () => {
  const { begin, states } = open()
  const [first, second] = [begin(), begin()]
  send(first.sink)
  expect(broadcasts.all[0]?.health).toBeNull()
  send(second.sink)
  first.sink.end('closed')
  expect([states(), broadcasts.all[0]?.health?.reconnects]).toEqual([['on'], 1])
})

test('who sends more than anybody films is sent away', async () => {
  const { begin, refused } = open()
  const input = begin()
  input.sink.write(flvHeader)
  const tag = flvTag({ type: 18, dts: 0, body: Buffer.alloc(1_000_000) })
  const write = (times: number) => {
    for (let n = 0; n < times; n += 1) input.sink.write(tag)
  }
  write(60)
  await vi.advanceTimersByTimeAsync(6_000)
  write(60)
  expect(input.isSentAway).toBe(false)
  write(10)
  expect([input.isSentAway, refused]).toEqual([true, ['broken']])
})

test('whose clock begins anew all the time is sent away', () => {
  const { begin, refused } = open()
  const input = begin()
  input.sink.write(flvHeader)
  const jump = (times: number) => {
    for (let n = 0; n < times; n += 1) {
      const [, ...tags] = flvOf({ ...usual, seconds: 0.1, from: (n % 2) * 90_000 })
      for (const { bytes } of tags) input.sink.write(bytes)
    }
  }
  jump(20)
  expect(input.isSentAway).toBe(false)
  jump(20)
  expect([input.isSentAway, refused]).toEqual([true, ['broken']])
})

test('whatever bytes come, nothing breaks but what they are of', () => {
  const { begin, refused } = open()
  const right = Buffer.concat([...flvOf({ ...usual, seconds: 2 })].map(({ bytes }) => bytes))
  let seed = 11
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return (seed >>> 8) % below
  }
  const watched = begin(other)
  for (let n = 0; n < 300; n += 1) {
    const bytes = Buffer.from(right)
    for (let change = 0; change <= n % 7; change += 1) bytes[random(bytes.length)] = random(256)
    const { sink } = begin()
    for (let at = 0; at < bytes.length; at += 5_000) sink.write(bytes.subarray(at, at + 5_000))
    sink.end('closed')
  }
  expect(refused.length).toBeGreaterThan(20)
  expect(refused.every((reason) => reason === 'broken' || reason === 'codec')).toBe(true)
  send(watched.sink)
  const { state, health } = broadcasts.all.find((one) => one.key === other) ?? {}
  expect([state, health?.picture?.width]).toEqual(['on', 640])
})
