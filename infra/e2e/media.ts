// Pictures and tones that a test can recognise at the other end: one colour and one frequency per person,
// made with ffmpeg as Chromium's fake camera and microphone want them.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const folder = join(homedir(), '.cache', 'lyceum', 'e2e-media-1')

export interface Sight {
  readonly name: string
  /** As ffmpeg and CSS write it. */
  readonly colour: string
  readonly rgb: readonly [number, number, number]
  /** Hertz. */
  readonly tone: number
}

export const sights = {
  teacher: { name: 'teacher', colour: '#c02020', rgb: [192, 32, 32], tone: 440 },
  first: { name: 'first', colour: '#20a020', rgb: [32, 160, 32], tone: 880 },
  second: { name: 'second', colour: '#2020c0', rgb: [32, 32, 192], tone: 1320 },
} as const satisfies Record<string, Sight>

export interface SightFiles {
  /** Raw YUV4MPEG, 320×240 at 10 frames/s. */
  readonly picture: string
  /** 48 kHz PCM. */
  readonly sound: string
}

async function make(file: string, args: readonly string[]): Promise<void> {
  if (existsSync(file)) return
  await mkdir(folder, { recursive: true })
  const unfinished = `${file}.${process.pid}${file.slice(file.lastIndexOf('.'))}`
  await run('ffmpeg', ['-v', 'error', '-y', ...args, unfinished])
  await rename(unfinished, file)
}

/** A field of the colour with a moving white bar at its lower edge, and a steady sine. */
export async function filesOf({ name, colour, tone }: Sight): Promise<SightFiles> {
  const picture = join(folder, `${name}.y4m`)
  const sound = join(folder, `${name}.wav`)
  const field = `color=c=${colour}:s=320x240:r=10:d=4`
  const bar = 'color=c=white:s=40x16:r=10:d=4'
  const moving = '[0][1]overlay=x=mod(t*70\\,280):y=224,format=yuv420p'
  await make(picture, [
    '-f',
    'lavfi',
    '-i',
    field,
    '-f',
    'lavfi',
    '-i',
    bar,
    '-filter_complex',
    moving,
  ])
  await make(sound, ['-f', 'lavfi', '-i', `sine=frequency=${tone}:sample_rate=48000:duration=4`])
  return { picture, sound }
}
