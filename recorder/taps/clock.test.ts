// Streams of one person by a simulated network: clocks that drift, delays that differ and vary, reports that lie.
import { expect, test } from 'vitest'
import { SenderClock, StreamClock } from './clock.ts'
import type { SenderReport } from './rtcp.ts'

/** Ms since 1900, of some day. */
const sfuEpoch = 3_900_000_000_000

interface Course {
  readonly clockRate: number
  readonly frameMs: number
  /** Of its first RTP timestamp. */
  readonly from: number
  /** By so many ms in a ms the device's clock is too fast. */
  readonly drift: number
  /** So much too fast is the sfu's. */
  readonly sfuDrift?: number
  /** How long the n-th frame takes from being made to here, in ms. */
  readonly delay: (n: number) => number
  /** What the n-th report is wrong by, in ms; null when it gets lost. */
  readonly wrong?: (n: number) => number | null
}

const reportEveryMs = 1_000
const noise = (n: number): number => ((n * 7_919) % 97) / 97

/** Tells each stream of one sfu, frame by frame, in the order in which they come here: at minus when it was made. */
function errorsOf(courses: readonly Course[], seconds: number): number[][] {
  const sender = new SenderClock()
  const steps = courses.flatMap((course, stream) => {
    const { clockRate, frameMs, from, drift, sfuDrift = 0, delay, wrong = () => 0 } = course
    const clock = new StreamClock({ clockRate, sender })
    const rtp = (made: number) =>
      (from + Math.round((made * (1 + drift) * clockRate) / 1_000)) >>> 0
    const frames = Array.from({ length: (seconds * 1_000) / frameMs }, (_, n) => {
      const made = n * frameMs
      const at = made + delay(n)
      const act = () => {
        clock.arrive(rtp(made), at)
        return clock.at(rtp(made), 0) - made
      }
      return { at, stream, act }
    })
    const reports = Array.from({ length: seconds }, (_, n) => {
      const sent = 500 + n * reportEveryMs
      const off = wrong(n)
      const report: SenderReport = {
        ...{ ssrc: stream, ntpMiddle: 0, ntpMs: sfuEpoch + sent * (1 + sfuDrift) },
        rtpTimestamp: (rtp(sent) + Math.round(((off ?? 0) * clockRate) / 1_000)) >>> 0,
      }
      const at = sent + 1 + 3 * noise(n)
      const act = () => {
        if (off !== null) clock.report(report, at)
        return null
      }
      return { at, stream, act }
    })
    return [...frames, ...reports]
  })
  const errors: number[][] = courses.map(() => [])
  for (const { stream, act } of steps.toSorted((a, b) => a.at - b.at)) {
    const error = act()
    if (error !== null) errors[stream]?.push(error)
  }
  return errors
}

const picture: Course = {
  ...{ clockRate: 90_000, frameMs: 40, from: 2 ** 32 - 90_000, drift: 0 },
  delay: (n) => 60 + 40 * noise(n),
}
const sound: Course = {
  ...{ clockRate: 48_000, frameMs: 20, from: 5_000, drift: 0 },
  delay: (n) => 20 + 10 * noise(n),
}

const settledMs = 3_000
const settled = (errors: readonly number[], { frameMs }: Course) =>
  errors.slice(settledMs / frameMs)
const worst = (errors: readonly number[]) => Math.max(...errors.map(Math.abs))

test('sound and picture are stamped when they were made, though the picture takes longer', () => {
  const [pictures, sounds] = errorsOf([picture, sound], 30)
  expect(worst(settled(pictures!, picture))).toBeLessThan(5)
  expect(worst(settled(sounds!, sound))).toBeLessThan(5)
})

test.each([0, 1e-4, -1e-4])(
  'clocks that drift apart are followed, with an sfu off by %d',
  (sfuDrift) => {
    const fast = { ...picture, drift: 2e-4, sfuDrift }
    const slow = { ...sound, drift: -2e-4, sfuDrift }
    const [pictures, sounds] = errorsOf([fast, slow], 600)
    expect(worst(settled(pictures!, fast))).toBeLessThan(6)
    expect(worst(settled(sounds!, slow))).toBeLessThan(6)
  },
)

test('reports that are far off are not believed, unless all are from then on', () => {
  const lying = { ...picture, wrong: (n: number) => (n % 7 === 3 ? 400 : 0) }
  expect(worst(settled(errorsOf([lying, sound], 30)[0]!, lying))).toBeLessThan(5)
  const moved = { ...picture, wrong: (n: number) => (n < 10 ? 0 : 300) }
  const [pictures] = errorsOf([moved, sound], 40)
  const before = pictures!.slice(settledMs / 40, 10_000 / 40)
  expect(worst(before)).toBeLessThan(5)
  expect(worst(pictures!.slice(25_000 / 40).map((error) => error + 300))).toBeLessThan(5)
})

test('without reports, or with nonsense, what arrives soonest counts', () => {
  for (const wrong of [() => null, () => -60_000, () => 60_000]) {
    const [pictures] = errorsOf([{ ...picture, wrong }], 30)
    for (const error of settled(pictures!, picture)) {
      expect(error).toBeGreaterThan(50)
      expect(error).toBeLessThan(70)
    }
  }
})

test('time only grows, whatever is corrected, and where a stream begins anew', () => {
  const clock = new StreamClock({ clockRate: 90_000, sender: new SenderClock() })
  const frames = Array.from({ length: 200 }, (_, n) => n)
  const times = frames.map((n) => {
    if (n === 100) clock.begin()
    const timestamp = n < 100 ? n * 3_600 : 77 + n * 3_600
    clock.arrive(timestamp, n * 40 + 200 * noise(n))
    const ntpMs = sfuEpoch + n * 40
    const wrong = 90 * 150 * (n % 50 === 25 ? 1 : 0)
    if (n % 25 === 0)
      clock.report({ ssrc: 1, ntpMiddle: 0, ntpMs, rtpTimestamp: timestamp + wrong }, n * 40)
    return clock.at(timestamp, n === 150 ? -2_000 : 0)
  })
  for (const [n, time] of times.entries()) if (n > 0) expect(time).toBeGreaterThan(times[n - 1]!)
})

test('a clock that is told is added', () => {
  const clock = new StreamClock({ clockRate: 90_000, sender: new SenderClock() })
  clock.arrive(0, 10)
  expect(clock.at(0, 5_000)).toBe(5_010)
})
