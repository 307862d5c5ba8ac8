// A lecture whose frames say which they are: real 720p30 H.264 with sound, encoded beforehand, in which a strip at the
// top shows each frame's number as black and white squares.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const clip = {
  ...{ width: 1_280, height: 720, framesPerSecond: 30, seconds: 30, keyEverySeconds: 2 },
  /** Squares of the strip, the lowest bit first; and how wide they are, in pixels of the picture. */
  ...{ bits: 10, square: 64 },
} as const

export const clipFrames = clip.framesPerSecond * clip.seconds

function strip(): string {
  const { bits, square } = clip
  const box = (bit: number, more: string) =>
    `drawbox=x=${bit * square}:y=0:w=${square}:h=${square}:t=fill:${more}`
  const black = `drawbox=x=0:y=0:w=${bits * square}:h=${square}:t=fill:color=black`
  const white = Array.from({ length: bits }, (_, bit) =>
    box(bit, `color=white:enable='eq(mod(floor(n/${2 ** bit})\\,2)\\,1)'`),
  )
  return [black, ...white].join(',')
}

/** The path of the clip, as FLV. */
export async function makeClip(folder: string): Promise<string> {
  const { width, height, framesPerSecond, seconds, keyEverySeconds } = clip
  const path = join(folder, 'lecture.flv')
  const gop = String(framesPerSecond * keyEverySeconds)
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi'],
    ...['-i', `testsrc2=s=${width}x${height}:r=${framesPerSecond}:d=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
    ...['-vf', strip(), '-c:v', 'libx264', '-preset', 'superfast', '-pix_fmt', 'yuv420p'],
    ...['-profile:v', 'high', '-b:v', '2500k', '-maxrate', '2750k', '-bufsize', '2500k'],
    ...['-bf', '0', '-g', gop, '-keyint_min', gop, '-sc_threshold', '0'],
    ...['-c:a', 'aac', '-b:a', '128k', '-f', 'flv', path],
  ])
  return path
}
