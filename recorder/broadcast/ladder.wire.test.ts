// Real ffmpeg makes smaller pictures of a real stream: every frame, at its own time, with key frames where the source
// has them; and when it dies or cannot follow, that is said.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { FlvReader, type FlvEvent } from '../media/flv.ts'
import type { Sample, VideoFormat } from '../media/sample.ts'
import { Ladder } from './ladder.ts'
import { pictureOf, rungsOf, type Rung } from './rungs.ts'

const run = promisify(execFile)
const until = { timeout: 60_000, interval: 20 }

async function source(size: string, seconds: number): Promise<FlvEvent[]> {
  const picture = `testsrc2=s=${size}:r=30:d=${seconds}`
  const encoding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '45', '-bf', '2']
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', '-f', 'lavfi', '-i', picture, ...encoding, '-f', 'flv', 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 1 << 26 },
  )
  return new FlvReader().read(stdout)
}

const samplesOf = (events: readonly FlvEvent[]): Sample[] =>
  events.flatMap((event) => (event.type === 'sample' ? event.sample : []))
const shown = (samples: readonly Sample[]) =>
  samples.map(({ dts, delay }) => dts + delay).toSorted((one, other) => one - other)
const keys = (samples: readonly Sample[]) => shown(samples.filter(({ isKey }) => isKey))

/** In ms; times are rounded at each step. */
const farthest = (some: readonly number[], others: readonly number[]) =>
  Math.max(...some.map((time, n) => Math.abs(time - (others[n] ?? Infinity))))

function formatIn(events: readonly FlvEvent[]): VideoFormat {
  const found = events.find((event) => event.type === 'format')?.format
  if (found?.kind !== 'video') throw new Error('it has no picture')
  return found
}

function open(events: readonly FlvEvent[]) {
  const format = formatIn(events)
  const rungs = rungsOf(format)
  const made = new Map<Rung, FlvEvent[]>(rungs.map((rung) => [rung, []]))
  const ended: string[] = []
  const ladder = new Ladder({
    format,
    rungs,
    take: (rung, event) => made.get(rung)?.push(event),
    ended: (why) => ended.push(why),
  })
  return { ladder, made, ended }
}

/** As fast as ffmpeg takes them. */
async function feed(ladder: Ladder, events: readonly FlvEvent[]): Promise<void> {
  for (const event of events) {
    ladder.take(event)
    if (ladder.behind > 0) await vi.waitFor(() => expect(ladder.behind).toBe(0), until)
  }
}

test('each rung has every frame at its own time, and key frames where the source has them', async () => {
  const events = await source('1280x720', 6)
  const { ladder, made } = open(events)
  using _ = ladder
  await feed(ladder, events)
  ladder.finish()
  const all = samplesOf(events)
  const isWhole = () => {
    for (const rung of made.values()) expect(samplesOf(rung)).toHaveLength(all.length)
  }
  await vi.waitFor(isWhole, until)
  for (const [{ name, ...size }, rung] of made) {
    const { codec, width, height } = formatIn(rung)
    expect({ codec, width, height }).toEqual(pictureOf(formatIn(events), { name, ...size }))
    expect(farthest(shown(samplesOf(rung)), shown(all))).toBeLessThanOrEqual(1)
    expect(keys(samplesOf(rung))).toHaveLength(keys(all).length)
    expect(farthest(keys(samplesOf(rung)), keys(all))).toBeLessThanOrEqual(1)
  }
})

test.each(['1080x1920', '1366x768', '2560x1440'])('a rung of %s is as was told', async (size) => {
  const events = await source(size, 1)
  const { ladder, made } = open(events)
  using _ = ladder
  await feed(ladder, events)
  ladder.finish()
  await vi.waitFor(() => {
    for (const [rung, all] of made) {
      const { codec, width, height } = formatIn(all)
      expect({ codec, width, height }).toEqual(pictureOf(formatIn(events), rung))
    }
  }, until)
})

test('it begins at a key frame', async () => {
  const events = await source('1280x720', 6)
  const { ladder, made } = open(events)
  using _ = ladder
  const late = events.filter((event) => event.type === 'sample').slice(10)
  await feed(ladder, late)
  ladder.finish()
  const [, second] = keys(samplesOf(events))
  await vi.waitFor(() => {
    for (const rung of made.values()) expect(shown(samplesOf(rung))[0]).toBe(second)
  }, until)
})

test('when ffmpeg is killed that is said', async () => {
  const events = await source('1280x720', 2)
  const { ladder, ended } = open(events)
  using _ = ladder
  await feed(ladder, events)
  process.kill(ladder.pid ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(ended).toEqual(['died']), until)
})

test('when ffmpeg stands still it is given up', async () => {
  const events = await source('1920x1080', 4)
  const { ladder, ended } = open(events)
  using _ = ladder
  process.kill(ladder.pid ?? 0, 'SIGSTOP')
  for (let n = 0; n < 20 && ended.length === 0; n += 1)
    for (const event of events) ladder.take(event)
  expect(ended).toEqual(['slow'])
})
