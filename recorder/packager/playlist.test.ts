// Whatever comes, all playlists of it keep the rules of HLS at every moment, and each what the one before it said.
import { describe, expect, test } from 'vitest'
import { breachesBetween, breachesOf } from '../../infra/test/hls/rules.ts'
import type { FlvEvent } from '../media/flv.ts'
import { audioFormat, events, videoFormat, type Course } from '../testing/synthetic.ts'
import { listed } from './listing.ts'
import { Packaging } from './packaging.ts'

const usual: Course = {
  ...{ seconds: 20, framesPerSecond: 30, keyEverySeconds: 2 },
  ...{ hasSound: true, hasPicture: true, from: 0 },
}
const kinds = [
  { isDelta: false, isLowLatency: true, isWhole: false },
  { isDelta: true, isLowLatency: true, isWhole: false },
  { isDelta: false, isLowLatency: false, isWhole: false },
  { isDelta: true, isLowLatency: true, isWhole: true },
] as const

/** What any of its playlists broke at any time, looked at after each so many samples. */
function breachesIn(stream: Iterable<FlvEvent>): string[] {
  let now = 1_700_000_000_000
  let last = 0
  const packaging = new Packaging(() => now)
  const renditions = new Map(Object.entries(packaging.renditions))
  const found = new Set<string>()
  const before = new Map<string, string>()
  const lookAt = (name: string) => {
    for (const [n, asked] of kinds.entries()) {
      const text = listed(renditions, name, asked) ?? ''
      const earlier = before.get(`${name} ${n}`) ?? text
      for (const breach of [...breachesOf(text), ...breachesBetween(earlier, text)])
        found.add(`${name} ${n}: ${breach}`)
      before.set(`${name} ${n}`, text)
    }
  }
  const look = () => {
    for (const [name, { last }] of renditions) if (last !== null) lookAt(name)
  }
  let count = 0
  for (const event of stream) {
    // It comes as fast as it is played, whatever its clock says.
    const dts = event.type === 'sample' ? event.sample.dts : last
    now += Math.abs(dts - last) < 1_000 ? dts - last : 33
    last = dts
    packaging.take(event)
    count += 1
    if (count % 7 === 0) look()
  }
  packaging.end()
  look()
  return [...found]
}

describe('the rules are kept', () => {
  test.each<[string, Partial<Course>]>([
    ['as it should be', {}],
    ['25 frames a second', { framesPerSecond: 25 }],
    ['24 frames a second', { framesPerSecond: 24 }],
    ['60 frames a second', { framesPerSecond: 60 }],
    ['10 frames a second', { framesPerSecond: 10 }],
    ['a key frame every second', { keyEverySeconds: 1 }],
    ['a key frame every 3 s', { keyEverySeconds: 3 }],
    ['a key frame every 20 s', { keyEverySeconds: 20, seconds: 45 }],
    ['no sound', { hasSound: false }],
    ['no picture', { hasPicture: false }],
    ['10 frames a second, a key frame every 20 s', { framesPerSecond: 10, keyEverySeconds: 20 }],
    ['5 frames a second, a key frame every 7 s', { framesPerSecond: 5, keyEverySeconds: 7 }],
    ['a clock that begins late', { from: 4_000_000_000 }],
    ['longer than is told', { seconds: 90 }],
  ])('%s', (_, course) => {
    expect(breachesIn(events({ ...usual, ...course }))).toEqual([])
  })

  test('when the clock jumps, and jumps back', () => {
    const jumps = [0, 90_000, 30_000].flatMap((from) => [...events({ ...usual, seconds: 7, from })])
    expect(breachesIn(jumps)).toEqual([])
  })

  test('when its clock begins anew again and again, longer than is told', () => {
    const jumps = Array.from({ length: 11 }, (_, n) => [
      ...events({ ...usual, seconds: 7, from: n * 90_000 }),
    ])
    expect(breachesIn(jumps.flat())).toEqual([])
  })

  test('when the sound becomes another', () => {
    const mono = { ...audioFormat, config: Uint8Array.of(17, 136), channels: 1 }
    const change = { type: 'format', format: mono, dts: 7_000 } as const
    const later = [...events({ ...usual, seconds: 7, from: 7_000 })].filter(
      (event) => event.type === 'sample',
    )
    expect(breachesIn([...events({ ...usual, seconds: 7 }), change, ...later])).toEqual([])
  })
})

test('what the same encoder sends after it came again does not go on where it ended', () => {
  const packaging = new Packaging(() => 1_700_000_000_000)
  for (const from of [0, 1_000]) {
    for (const event of events({ ...usual, seconds: 5, from })) packaging.take(event)
    packaging.pause()
  }
  for (const { segments } of Object.values(packaging.renditions))
    expect(segments.filter(({ isDiscontinuous }) => isDiscontinuous)).toHaveLength(1)
})

describe('sound that stays away', () => {
  const isSound = (event: FlvEvent) => event.type === 'sample' && event.sample.kind === 'audio'
  const timeOf = (event: FlvEvent) => (event.type === 'sample' ? event.sample.dts : event.dts)
  const without = (from: number, until: number) =>
    [...events(usual)].filter(
      (event) => !isSound(event) || timeOf(event) < from || timeOf(event) >= until,
    )

  test.each([
    [5_000, 12_000],
    [5_000, 5_300],
    [0, 1_900],
    [6_000, 99_000],
  ])('from %d to %d ms keeps the rules', (from, until) => {
    expect(breachesIn(without(from, until))).toEqual([])
  })

  test('is missing meanwhile, and goes on', () => {
    const packaging = new Packaging(() => 1_700_000_000_000)
    for (const event of without(5_000, 12_000)) packaging.take(event)
    const { video, audio } = packaging.renditions
    expect((video.last?.number ?? 99) - (audio.last?.number ?? 0)).toBeLessThanOrEqual(1)
    expect(audio.segment(3)).toBeUndefined()
    expect(audio.segment(7)).toBeDefined()
  })

  test('in the next run is missing in it, and nobody waits for it', () => {
    const packaging = new Packaging(() => 1_700_000_000_000)
    for (const event of events(usual)) packaging.take(event)
    packaging.pause()
    for (const event of events({ ...usual, hasSound: false })) packaging.take(event)
    const { video, audio } = packaging.renditions
    expect((video.last?.number ?? 99) - (audio.last?.number ?? 0)).toBeLessThanOrEqual(2)
  })

  test('and so is a picture that does not come again', () => {
    const packaging = new Packaging(() => 1_700_000_000_000)
    for (const event of events(usual)) packaging.take(event)
    packaging.pause()
    for (const event of events({ ...usual, hasPicture: false })) packaging.take(event)
    const { video, audio } = packaging.renditions
    expect((audio.last?.number ?? 99) - (video.last?.number ?? 0)).toBeLessThanOrEqual(2)
    expect(video.last?.number).toBeGreaterThan(13)
  })
})

test('sound with a picture that was only announced is not kept back', () => {
  const packaging = new Packaging(() => 1_700_000_000_000)
  for (const event of events(usual))
    if (event.type === 'format' || event.sample.kind === 'audio') packaging.take(event)
  expect(packaging.renditions.audio.last?.number ?? 0).toBeGreaterThan(4)
})

test.each([
  ['stand still', () => 0],
  ['go to and fro', (n: number) => (n % 2) * 400],
])('what has times that %s is no picture', (_, dts) => {
  const packaging = new Packaging(() => 0)
  packaging.take({ type: 'format', format: videoFormat, dts: 0 })
  const data = new Uint8Array(100_000)
  const send = () => {
    for (let n = 0; n < 20_000; n += 1) {
      const sample = { kind: 'video', dts: dts(n), delay: 0, isKey: n === 0, data } as const
      packaging.take({ type: 'sample', sample })
    }
  }
  expect(send).toThrow('stand still')
})

describe('the rules see', () => {
  const packaging = new Packaging(() => 0)
  for (const event of events(usual)) packaging.take(event)
  const renditions = new Map(Object.entries(packaging.renditions))
  const text =
    listed(renditions, 'video', { isDelta: false, isLowLatency: true, isWhole: true }) ?? ''

  test.each<[string, (text: string) => string]>([
    ['a part that is too long', (all) => all.replace('DURATION=0.40000', 'DURATION=0.50000')],
    ['a segment that is too long', (all) => all.replace('#EXTINF:2.00000', '#EXTINF:2.60000')],
    ['no hint', (all) => all.replace(/#EXT-X-PRELOAD-HINT.*\n/, '')],
    ['a report without a part', (all) => all.replace(/,LAST-PART=\d+/, '')],
    [
      'a hold-back that is too short',
      (all) => all.replace(/PART-HOLD-BACK=[\d.]+/, 'PART-HOLD-BACK=0.8'),
    ],
    ['no head', (all) => all.replace(/#EXT-X-MAP.*\n/, '')],
    ['a date that jumps', (all) => all.replace(/(DATE-TIME:1970-01-01T00:00:)04/, '$109')],
    ['a tag that nobody knows', (all) => all.replace('#EXT-X-MAP', '#EXT-X-NAP')],
  ])('%s', (_, spoil) => {
    expect(spoil(text)).not.toBe(text)
    expect(breachesOf(text)).toEqual([])
    expect(breachesOf(spoil(text))).not.toEqual([])
  })

  test('a segment that became another', () => {
    const spoilt = text.replace('#EXTINF:2.00000', '#EXTINF:1.90000')
    expect(breachesBetween(text, text)).toEqual([])
    expect(breachesBetween(text, spoilt)).not.toEqual([])
  })
})
