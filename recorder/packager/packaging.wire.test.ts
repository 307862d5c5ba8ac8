// What ffmpeg encodes is packaged, and what is packaged is decoded again, frame by frame.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { FlvReader } from '../media/flv.ts'
import { Packaging } from './packaging.ts'
import { targets } from './playlist.ts'
import type { Rendition } from './rendition.ts'

const run = promisify(execFile)
const seconds = 9

async function stream(args: readonly string[] = []): Promise<Buffer> {
  const { stdout } = await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=s=320x180:r=30:d=${seconds}`],
      ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=44100:duration=${seconds}`],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-g', '60', '-bf', '2', '-c:a', 'aac'],
      ...[...args, '-f', 'flv', 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 1 << 26 },
  )
  return stdout
}

function packaged(flv: Buffer): Packaging {
  const packaging = new Packaging(() => 1_000_000)
  const reader = new FlvReader()
  // As a socket would bring it.
  for (let at = 0; at < flv.length; at += 1_000)
    for (const event of reader.read(flv.subarray(at, at + 1_000))) packaging.take(event)
  packaging.end()
  return packaging
}

const bytesOf = (rendition: Rendition): Buffer =>
  Buffer.concat([
    rendition.head(0) ?? Buffer.alloc(0),
    ...rendition.segments.flatMap(({ number }) => rendition.segment(number) ?? []),
  ])

interface Probed {
  readonly streams: readonly { readonly codec_name: string; readonly nb_read_frames: string }[]
}

/** What ffmpeg makes of it: throws when it complains about anything. */
async function probe(bytes: Buffer): Promise<Probed['streams'][number]> {
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-packaging-'))
  try {
    const file = join(folder, 'all.mp4')
    await writeFile(file, bytes)
    const { stderr } = await run('ffmpeg', ['-v', 'warning', '-i', file, '-f', 'null', '-'])
    expect(stderr).toBe('')
    const shown = ['-count_frames', '-show_streams', '-of', 'json']
    const { stdout } = await run('ffprobe', ['-v', 'error', ...shown, file])
    const [first] = (JSON.parse(stdout) as Probed).streams
    if (first === undefined) throw new Error('nothing is in it')
    return first
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('every frame of picture and sound comes out again', async () => {
  const { renditions } = packaged(await stream())
  const video = await probe(bytesOf(renditions.video))
  expect(video).toMatchObject({ codec_name: 'h264', nb_read_frames: String(seconds * 30) })
  const audio = await probe(bytesOf(renditions.audio))
  expect(audio.codec_name).toBe('aac')
  // An encoder's first frame or two are silence before the beginning.
  expect(Math.abs(Number(audio.nb_read_frames) - (seconds * 44_100) / 1_024)).toBeLessThan(3)
})

test('parts and segments are as long as was promised, and of the same numbers', async () => {
  const { renditions } = packaged(await stream())
  const numbers = ({ segments }: Rendition) => segments.map(({ number }) => number)
  expect(numbers(renditions.audio)).toEqual(numbers(renditions.video))
  for (const { segments } of Object.values(renditions)) {
    expect(segments.length).toBe(5)
    for (const { parts, duration } of segments) {
      expect(Math.round(duration ?? 0)).toBeLessThanOrEqual(targets.segment)
      for (const part of parts) expect(part.duration).toBeLessThanOrEqual(targets.part + 0.001)
      // rfc8216bis, 4.4.4.9: all but the last are at least 85 % of the target.
      for (const part of parts.slice(0, -1))
        expect(part.duration).toBeGreaterThanOrEqual(targets.part * 0.85)
    }
  }
  for (const { parts } of renditions.video.segments) expect(parts[0]?.isIndependent).toBe(true)
})

test('where key frames are rare, segments are cut without them', async () => {
  const { renditions } = packaged(await stream(['-g', '600', '-keyint_min', '600']))
  const { segments } = renditions.video
  expect(segments.length).toBeGreaterThanOrEqual(4)
  for (const { duration } of segments)
    expect(Math.round(duration ?? 0)).toBeLessThanOrEqual(targets.segment)
  expect(segments.map(({ parts }) => parts[0]?.isIndependent)).toEqual([
    true,
    ...segments.slice(1).map(() => false),
  ])
  expect((await probe(bytesOf(renditions.video))).nb_read_frames).toBe(String(seconds * 30))
})
