// The moving pictures with sound that the demo class shows, made with ffmpeg: VP8 640×360 at 15
// pictures a second with a keyframe every 2 s, and Opus 48 kHz stereo, 20 s, in one WebM each.
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from '../places.ts'
import { hasProgram, lastWords, run } from '../programs.ts'
import { SetupError, type Step } from '../step.ts'

/** Rises when what the files hold changes. */
const REVISION = 1

export const demoFolder = join(cache, 'demo', String(REVISION))

interface Clip {
  readonly file: string
  readonly picture: string
  readonly sound: string
}

// Every period divides 20 s, so that nothing jumps or clicks where a file begins again.
const swell = (tone: string, seconds: number): string =>
  `aevalsrc='0.06*(${tone})*(1-cos(2*PI*t/${seconds}))|0.06*(${tone})*(1+cos(2*PI*t/${seconds}))':s=48000:d=20`

interface Drawing {
  /** Brightness and the two colour planes (of half the size) as expressions of X, Y and T. */
  readonly planes: readonly [lum: string, cb: string, cr: string]
  /** After how many seconds it is the same again: so much is drawn, which is slow, and then repeated. */
  readonly period: number
}

function drawn({ planes: [lum, cb, cr], period }: Drawing): string {
  const canvas = `color=size=640x360:rate=15:duration=${period},format=yuv420p`
  const again = `loop=loop=${20 / period - 1}:size=${15 * period}`
  return `${canvas},geq=lum='${lum}':cb='${cb}':cr='${cr}',${again}`
}

/** How near a point is to a travelling wave, 1 on it and 0 beyond a few pixels. */
const wave = (length: number, seconds: number, scale = ''): string =>
  `clip(2.5-abs(${scale}Y-180-90*sin(2*PI*(${scale}X/${length}+T/${seconds})))/3,0,1)`

/** The same in a colour plane, whose pixels are twice as large. */
const hue = (length: number, seconds: number): string => wave(length, seconds, '2*')

const grid = '14*lt(mod(X,40),1.5)+14*lt(mod(Y,40),1.5)'
const ripples = 'sin(hypot(X-320,Y-180)/14-2*PI*T/2)'

const clips: readonly Clip[] = [
  {
    // Two waves on a board: a lesson in physics.
    file: 'picture.webm',
    picture: drawn({
      planes: [
        `clip(38+${grid}+170*${wave(320, 4)}+120*${wave(160, 2)},16,235)`,
        `138-60*${hue(320, 4)}+40*${hue(160, 2)}`,
        `124+30*${hue(320, 4)}-40*${hue(160, 2)}`,
      ],
      period: 4,
    }),
    sound: swell('sin(2*PI*220*t)+0.5*sin(2*PI*330*t)', 4),
  },
  {
    // Ripples on water: a student's picture.
    file: 'second.webm',
    picture: drawn({ planes: [`110+45*${ripples}`, '150', '108'], period: 2 }),
    sound: swell('sin(2*PI*262*t)+0.5*sin(2*PI*392*t)', 5),
  },
]

export const demoMedia: Step = {
  name: 'Demo media',
  about: 'making the moving pictures of the demo class (about 20 seconds)',
  without: 'the demo class has no moving picture',
  isDone: () => clips.every((clip) => existsSync(join(demoFolder, clip.file))),
  run: async () => {
    if (!hasProgram('ffmpeg')) throw new SetupError('there is no ffmpeg')
    mkdirSync(demoFolder, { recursive: true })
    for (const clip of clips) await make(clip)
  },
}

async function make({ file, picture, sound }: Clip): Promise<void> {
  const partial = join(demoFolder, `${process.pid}.${file}`)
  const input = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound, '-t', '20']
  const video = '-c:v libvpx -pix_fmt yuv420p -r 15 -b:v 500k -g 15 -keyint_min 15 -auto-alt-ref 0'
  const speed = '-deadline realtime -cpu-used 6 -error-resilient 1'
  const audio = '-c:a libopus -ar 48000 -ac 2 -b:a 48k -frame_duration 20'
  const outcome = await run([
    ...['ffmpeg', '-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...input],
    ...`${video} ${speed} ${audio} -f webm`.split(' '),
    partial,
  ])
  if (outcome.code !== 0) throw new SetupError(`ffmpeg failed:\n${lastWords(outcome.output)}`)
  renameSync(partial, join(demoFolder, file))
}
