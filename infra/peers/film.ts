// A camera's picture that browsers can decode, made once by ffmpeg in the layers in which the client sends one, and
// packed, so that showing it costs no more than sending bytes.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { dataFolder } from '../system.ts'
import { packed } from './vp8.ts'

const run = promisify(execFile)

export const filmSize = { width: 640, height: 360 }
export const framesPerSecond = 20
const seconds = 6
/** The lowest first; heights in pixels, bits per second. */
const layers = [
  { height: filmSize.height / 2, bitrate: 120_000 },
  { height: filmSize.height, bitrate: 500_000 },
]
/** Three frame rates, each with a share of the bits. */
const temporal = [
  'ts_number_layers=3',
  'ts_rate_decimator=4,2,1',
  'ts_periodicity=4',
  'ts_layer_id=0,2,1,2',
  'ts_layering_mode=3',
]
const shares = [0.4, 0.6, 1]
/** IVF: of the file, and of each frame. https://wiki.multimedia.cx/index.php/Duck_IVF */
const headerBytes = { file: 32, frame: 12 }

/** Of each frame, the payloads of its packets. */
export type Reel = readonly (readonly Uint8Array[])[]

function framesIn(file: Buffer): Buffer[] {
  const frames: Buffer[] = []
  for (let at = headerBytes.file; at < file.length;) {
    const begin = at + headerBytes.frame
    at = begin + file.readUInt32LE(at)
    frames.push(file.subarray(begin, at))
  }
  return frames
}

async function reelOf(folder: string, { height, bitrate }: (typeof layers)[number]): Promise<Reel> {
  const file = join(folder, `${height}.ivf`)
  const { width } = filmSize
  const source = `testsrc2=s=${width}x${filmSize.height}:r=${framesPerSecond}:d=${seconds}`
  const targets = shares.map((share) => Math.round((bitrate * share) / 1_000)).join(',')
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `${source},scale=-2:${height}`],
    ...['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-lag-in-frames', '0'],
    ...['-b:v', `${bitrate}`, '-minrate', `${bitrate}`, '-maxrate', `${bitrate}`],
    ...['-auto-alt-ref', '0', '-error-resilient', '1'],
    // Whoever begins to watch waits a second at most.
    ...['-g', `${framesPerSecond}`],
    ...['-ts-parameters', [`ts_target_bitrate=${targets}`, ...temporal].join(':'), file],
  ])
  return framesIn(await readFile(file)).map(packed)
}

/** Its layers, the lowest first. */
export async function makeFilm(): Promise<Reel[]> {
  await using folder = await dataFolder()
  return await Promise.all(layers.map((layer) => reelOf(folder.path, layer)))
}
