// How a ladder is kept, with one that makes what the test wants: at once, never, or until it dies.
import { expect, test } from 'vitest'
import { breachesOf } from '../../infra/test/hls/rules.ts'
import type { FlvEvent } from '../media/flv.ts'
import { listed } from '../packager/listing.ts'
import { Packaging } from '../packager/packaging.ts'
import { Rendition } from '../packager/rendition.ts'
import { events, videoFormat, type Course } from '../testing/synthetic.ts'
import { Keeper, type RunningLadder } from './keeper.ts'
import type { LadderParts } from './ladder.ts'

const usual: Course = {
  ...{ seconds: 20, framesPerSecond: 30, keyEverySeconds: 2 },
  ...{ hasSound: true, hasPicture: true, from: 0 },
}
const began = 1_700_000_000_000
const large = { ...videoFormat, width: 1280, height: 720 }

interface Run {
  readonly names: readonly string[]
  readonly at: number
  readonly parts: LadderParts
  isOver: boolean
}

/** One that gives what it gets, or nothing. */
function ladderOf(run: Run, gives: boolean): RunningLadder {
  const { parts } = run
  let isBegun = false
  return {
    take: (event) => {
      if (!gives || run.isOver || event.type === 'format') return
      for (const rung of parts.rungs) {
        if (!isBegun) parts.take(rung, { type: 'format', format: videoFormat, dts: 0 })
        parts.take(rung, event)
      }
      isBegun = true
    },
    [Symbol.dispose]: () => (run.isOver = true),
  }
}

function open({ encodes = true, gives = true } = {}) {
  let now = began
  const packaging = new Packaging(() => now)
  const runs: Run[] = []
  const renditions = new Map<string, Rendition>()
  const keeper = new Keeper({
    ...{ packaging, encodes, now: () => now },
    open: (name) => {
      const rendition = new Rendition()
      renditions.set(name, rendition)
      return rendition
    },
    mostBehind: 6_000,
    log: { warn: () => undefined },
    ladder: (parts) => {
      const run = { names: parts.rungs.map(({ name }) => name), at: now, parts, isOver: false }
      runs.push(run)
      return ladderOf(run, gives)
    },
  })
  const breaches = new Set<string>()
  /** As fast as it plays, from where it was; `look` sees each picture's time in ms. */
  const play = (course: Partial<Course> = {}, look: (ms: number) => void = () => undefined) => {
    const from = now
    for (const event of events({ ...usual, ...course })) {
      const ms = (event.type === 'sample' ? event.sample.dts : event.dts) - (course.from ?? 0)
      now = from + ms
      const given: FlvEvent =
        event.type === 'format' && event.format.kind === 'video'
          ? { ...event, format: large }
          : event
      packaging.take(given)
      keeper.take(given)
      if (event.type === 'sample' && event.sample.kind === 'video') look(ms)
    }
    for (const [name, { last }] of renditions) {
      const asked = { isDelta: false, isLowLatency: true, isWhole: true }
      const all = new Map([...Object.entries(packaging.renditions), ...renditions])
      if (last !== null)
        for (const breach of breachesOf(listed(all, name, asked) ?? '')) breaches.add(breach)
    }
  }
  const die = (why: 'died' | 'slow') => {
    const run = runs.at(-1)
    if (run === undefined) return
    run.isOver = true
    run.parts.ended(why, 'killed')
  }
  const missing = (name: string) =>
    (renditions.get(name)?.segments ?? [])
      .filter(({ parts }) => parts.some(({ isMissing }) => isMissing))
      .map(({ number }) => number)
  return { packaging, keeper, renditions, runs, breaches, play, die, missing }
}

test('it makes all rungs of the picture from its first key frame on', () => {
  const { keeper, runs, play, missing, breaches } = open()
  play()
  expect(runs.map(({ names }) => names)).toEqual([['480p', '360p']])
  expect(keeper.rungs.map(({ height }) => height)).toEqual([480, 360])
  expect([missing('480p'), keeper.warnings]).toEqual([[], []])
  expect([...breaches]).toEqual([])
})

test('when it died it begins again at a key frame, after longer and longer pauses', () => {
  const { keeper, renditions, runs, play, die, missing, breaches, packaging } = open()
  play({ seconds: 60 }, () => {
    if (runs.at(-1)?.isOver === false && runs.length < 8) die('died')
  })
  const times = runs.map(({ at }) => (at - began) / 1_000)
  expect(times).toEqual([0, 2, 4, 6, 8, 12, 20, 30])
  expect(missing('480p')).toEqual(Array.from({ length: 15 }, (_, n) => n))
  expect(keeper.warnings).toEqual([])
  expect(renditions.get('480p')?.last?.number).toBe(packaging.renditions.video.last?.number)
  expect([...breaches]).toEqual([])
})

test('after it was well, its pauses are short again', () => {
  const { runs, play, die } = open()
  play({ seconds: 90 }, (ms) => {
    if (runs.at(-1)?.isOver === false && (runs.length < 7 || ms > 60_000) && runs.length < 8)
      die('died')
  })
  const times = runs.map(({ at }) => Math.round((at - began) / 1_000))
  expect(times.slice(0, 7)).toEqual([0, 2, 4, 6, 8, 12, 20])
  expect(times[7]).toBe(62)
})

test('when it is slow the highest rung is dropped, and tried once again much later', () => {
  const { keeper, runs, play, die, missing, breaches } = open()
  play({ seconds: 150 }, (ms) => {
    const isFirst = runs.length === 1 && ms >= 3_000
    const isTrial = runs.length === 3 && ms >= 70_000
    if (runs.at(-1)?.isOver === false && (isFirst || isTrial)) {
      die('slow')
      expect(keeper.warnings).toEqual(['fewerRungs'])
    }
  })
  expect(runs.map(({ names }) => names.join())).toEqual(['480p,360p', '360p', '480p,360p', '360p'])
  expect((runs[2]?.at ?? 0) - began).toBe(64_000)
  expect(keeper.rungs.map(({ name }) => name)).toEqual(['360p'])
  expect(missing('480p')).toContain(74)
  expect(missing('360p')).not.toContain(70)
  expect([...breaches]).toEqual([])
})

test('when even the lowest was dropped, it is tried again much later', () => {
  const { keeper, runs, play, die } = open()
  play({ seconds: 80 }, (ms) => {
    if (runs.length <= 2 && ms >= 3_000 && runs.at(-1)?.isOver === false) die('slow')
    if (ms > 10_000 && ms < 60_000) expect([keeper.rungs, runs.length]).toEqual([[], 2])
  })
  expect(runs.map(({ names }) => names.join())).toEqual(['480p,360p', '360p', '360p'])
})

test('while it dies again and again, that is told', () => {
  const { keeper, runs, play, die } = open()
  const warned = new Map<number, string>()
  play({ seconds: 9 }, () => {
    if (runs.at(-1)?.isOver === false) die('died')
    warned.set(runs.length, keeper.warnings.join())
  })
  expect([...warned.values()]).toEqual(['', 'fewerRungs', 'fewerRungs', 'fewerRungs', 'fewerRungs'])
})

test('one that gives nothing is slow', () => {
  const { keeper, runs, play } = open({ gives: false })
  play({ seconds: 20 })
  expect(runs.map(({ names }) => names.join())).toEqual(['480p,360p', '360p'])
  expect(keeper.warnings).toEqual(['fewerRungs'])
})

test('without ffmpeg there is the source alone, and that is told', () => {
  const { keeper, runs, play } = open({ encodes: false })
  play()
  expect([runs, keeper.rungs, keeper.warnings]).toEqual([[], [], ['sourceOnly']])
})

test('another run of the stream has a ladder of its own, and breaks where its source does', () => {
  const { keeper, renditions, packaging, runs, play, breaches } = open()
  play({ seconds: 9 })
  packaging.pause()
  keeper.pause()
  expect(runs[0]?.isOver).toBe(true)
  play({ seconds: 9, from: 500_000 })
  expect(runs).toHaveLength(2)
  const breaks = (rendition: Rendition | undefined) =>
    rendition?.segments.filter((one) => one.isDiscontinuous).map(({ number }) => number)
  expect(breaks(renditions.get('360p'))).toEqual(breaks(packaging.renditions.video))
  expect([...breaches]).toEqual([])
})
