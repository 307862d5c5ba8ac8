// ffmpeg's judgement of frames, and what can be judged without it.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import type { TapCodec } from '../taps/frame.ts'
import type { StampedFrame } from '../taps/tap.ts'
import { annexB, ivf, oggOpus } from './containers.ts'

const run = promisify(execFile)

interface Judge {
  readonly file: string
  readonly write: (frames: readonly StampedFrame[]) => Buffer
  /** ffmpeg's own decoder shows each layer of a picture, this one what is to be seen. */
  readonly decoder: readonly string[]
}

const judges: Readonly<Record<TapCodec, Judge>> = {
  vp8: { file: 'vp8.ivf', write: (frames) => ivf('VP80', frames), decoder: [] },
  vp9: {
    file: 'vp9.ivf',
    write: (frames) => ivf('VP90', frames),
    decoder: ['-c:v', 'libvpx-vp9'],
  },
  h264: { file: 'picture.h264', write: annexB, decoder: [] },
  opus: { file: 'sound.ogg', write: oggOpus, decoder: [] },
}

/** A line for each decoded frame, however they follow each other in time. */
const listed = ['-fps_mode', 'passthrough', '-enc_time_base', '1/90000', '-f', 'framecrc']

/** How many frames are decoded of it; nothing must be complained about. */
export async function decode(codec: TapCodec, frames: readonly StampedFrame[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-taps-'))
  try {
    const judge = judges[codec]
    const file = join(folder, judge.file)
    await writeFile(file, judge.write(frames))
    const input = [...judge.decoder, '-i', file]
    const { stdout, stderr } = await run('ffmpeg', ['-v', 'warning', ...input, ...listed, '-'])
    expect(stderr).toBe('')
    return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length
  } finally {
    await rm(folder, { recursive: true })
  }
}

const grows = (values: readonly number[]) =>
  values.every((value, n) => n === 0 || value > (values[n - 1] ?? 0))

/** In order, none twice; and each made after the one before it. */
export function expectOrder(frames: readonly StampedFrame[]): void {
  const first = frames[0]?.rtpTimestamp ?? 0
  expect(grows(frames.map(({ rtpTimestamp }) => (rtpTimestamp - first) >>> 0))).toBe(true)
  expect(grows(frames.map(({ at }) => at))).toBe(true)
}

/** When the first frame was made, in ms of the one clock, by what is told of the last. */
export function beganAt(frames: readonly StampedFrame[], clockRate: number): number {
  const [first, last] = [frames[0]!, frames.at(-1)!]
  return last.at - (((last.rtpTimestamp - first.rtpTimestamp) >>> 0) / clockRate) * 1_000
}
