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

const clips: readonly Clip[] = [
  {
    file: 'picture.webm',
    picture:
      'mandelbrot=size=640x360:rate=15:start_scale=2.5:end_scale=0.02:end_pts=300:maxiter=600:start_x=-0.743:start_y=-0.131',
    sound: swell('sin(2*PI*220*t)+0.5*sin(2*PI*330*t)', 4),
  },
  {
    file: 'second.webm',
    picture: 'gradients=size=640x360:rate=15:nb_colors=4:seed=7:speed=0.02:duration=20',
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
  const video = '-c:v libvpx -pix_fmt yuv420p -r 15 -b:v 500k -g 30 -keyint_min 30 -auto-alt-ref 0'
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
