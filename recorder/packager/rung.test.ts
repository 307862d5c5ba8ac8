// Smaller pictures beside their source: cut alike, and where one is missing its playlists say so and keep the rules.
import { expect, test } from 'vitest'
import { breachesOf } from '../../infra/test/hls/rules.ts'
import type { FlvEvent } from '../media/flv.ts'
import { events, videoFormat, type Course } from '../testing/synthetic.ts'
import { listed, type Renditions } from './listing.ts'
import { Packaging } from './packaging.ts'
import { Rendition } from './rendition.ts'

const course: Course = {
  ...{ seconds: 20, framesPerSecond: 30, keyEverySeconds: 2 },
  ...{ hasSound: true, hasPicture: true, from: 0 },
}
const smaller = { ...videoFormat, config: Uint8Array.of(1, 66, 0, 20, 255, 224), height: 180 }
const isPicture = (event: FlvEvent) => event.type === 'sample' && event.sample.kind === 'video'
const timeOf = (event: FlvEvent) => (event.type === 'sample' ? event.sample.dts : event.dts)
const live = { isDelta: false, isLowLatency: true, isWhole: false }
const whole = { isDelta: false, isLowLatency: false, isWhole: true }

/** What its playlists of both kinds break. */
const breachesOfAll = (renditions: Renditions, name: string): string[] =>
  [live, whole].flatMap((asked) => breachesOf(listed(renditions, name, asked) ?? ''))

/** With a rung that `made` says it came of, by the time of each picture in ms, half a second later. */
function run(made: (ms: number) => boolean) {
  const packaging = new Packaging(() => 1_700_000_000_000)
  const rendition = new Rendition()
  const renditions = new Map(Object.entries({ ...packaging.renditions, small: rendition }))
  const late: FlvEvent[] = []
  const breaches = new Set<string>()
  let rung: ReturnType<Packaging['openRung']> = null
  let runs = false
  const makeUntil = (ms: number) => {
    while (late[0] !== undefined && timeOf(late[0]) <= ms) {
      const event = late.shift()
      if (event === undefined || event.type === 'format') continue
      const begins = made(timeOf(event)) && event.sample.isKey && !runs
      if (begins) rung?.take({ type: 'format', format: smaller, dts: timeOf(event) })
      if (!made(timeOf(event))) rung?.miss(timeOf(event))
      runs = made(timeOf(event)) && (runs || begins)
      if (runs) rung?.take(event)
    }
  }
  for (const event of events(course)) {
    packaging.take(event)
    rung ??= packaging.openRung(rendition)
    if (!isPicture(event)) continue
    late.push(event)
    makeUntil(timeOf(event) - 500)
    if (rendition.last === null) continue
    for (const name of ['video', 'small'])
      for (const breach of breachesOfAll(renditions, name)) breaches.add(`${name}: ${breach}`)
  }
  makeUntil(Infinity)
  packaging.end()
  rendition.end()
  const numbers = ({ segments }: Rendition) => segments.map(({ number }) => number)
  expect([...breaches]).toEqual([])
  expect(numbers(rendition)).toEqual(numbers(packaging.renditions.video))
  return { rendition, text: listed(renditions, 'small', whole) ?? '' }
}

const missing = ({ segments }: Rendition) =>
  segments.filter(({ parts }) => parts.some((part) => part.isMissing)).map(({ number }) => number)

test('it has all that its source has, at the same seams', () => {
  const { rendition, text } = run(() => true)
  expect(missing(rendition)).toEqual([])
  expect(text).not.toContain('GAP')
})

test('what is made from later on is missing before', () => {
  const { rendition, text } = run((ms) => ms >= 5_000)
  expect(missing(rendition)).toEqual([0, 1, 2])
  expect(text.match(/#EXT-X-GAP/g)).toHaveLength(3)
})

test('what was away for a while is missing for that while, and goes on without a break', () => {
  const { rendition, text } = run((ms) => ms < 5_000 || ms >= 9_000)
  expect(missing(rendition)).toEqual([2, 3, 4])
  expect(text.match(/#EXT-X-GAP/g)).toHaveLength(2)
  expect(text).not.toContain('DISCONTINUITY\n')
  expect(rendition.segment(2)).toBeDefined()
  expect(rendition.segment(3)).toBeUndefined()
})

test('after a break of its source it breaks there too, also when it is made from later on', () => {
  const packaging = new Packaging(() => 1_700_000_000_000)
  const rendition = new Rendition()
  const renditions = new Map(Object.entries({ ...packaging.renditions, small: rendition }))
  const playRun = (late: number) => {
    let rung: ReturnType<Packaging['openRung']> = null
    for (const event of events({ ...course, seconds: 9 })) {
      packaging.take(event)
      rung ??= packaging.openRung(rendition)
      if (!isPicture(event)) continue
      const at = timeOf(event)
      if (at < late) rung?.miss(packaging.settled)
      if (at === late) rung?.take({ type: 'format', format: smaller, dts: late })
      if (at >= late) rung?.take(event)
      if (rendition.last === null) continue
      for (const name of renditions.keys()) expect(breachesOfAll(renditions, name)).toEqual([])
    }
    packaging.pause()
  }
  playRun(0)
  playRun(4_000)
  const breaks = ({ segments }: Rendition) =>
    segments.filter(({ isDiscontinuous }) => isDiscontinuous).map(({ number }) => number)
  expect(breaks(packaging.renditions.video)).toEqual([5])
  expect(breaks(rendition)).toEqual([5])
  expect(missing(rendition)).toEqual([5, 6])
})

test('what was not made when its source ended is missing, and no part of it is short', () => {
  const packaging = new Packaging(() => 1_700_000_000_000)
  const rendition = new Rendition()
  let rung: ReturnType<Packaging['openRung']> = null
  for (const event of events({ ...course, seconds: 9.5 })) {
    packaging.take(event)
    rung ??= packaging.openRung(rendition)
    if (!isPicture(event)) continue
    if (timeOf(event) === 0) rung?.take({ type: 'format', format: smaller, dts: 0 })
    if (timeOf(event) < 8_700) rung?.take(event)
  }
  packaging.end()
  rendition.end()
  const last = rendition.segments.at(-1)
  const source = packaging.renditions.video.segments.at(-1)
  expect([last?.number, last?.duration]).toEqual([
    source?.number,
    expect.closeTo(source?.duration ?? 0, 2),
  ])
  expect(last?.parts.map(({ isMissing }) => isMissing)).toEqual([false, true, true, true])
  const renditions = new Map(Object.entries({ ...packaging.renditions, small: rendition }))
  expect(breachesOfAll(renditions, 'small')).toEqual([])
})
