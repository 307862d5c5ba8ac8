// The smaller pictures that are made of a broadcast: which, at which bitrate, and by which words of ffmpeg. Pure.
import type { VideoFormat } from '../media/sample.ts'

export interface Rung {
  /** By its lines: `480p`. */
  readonly name: string
  readonly height: number
  /** In bit/s; at most a tenth more at any moment. */
  readonly bitrate: number
}

const kilo = 1_000

/** Never above the source; each is about half of the pixels of the one above it. */
const known: readonly Rung[] = [
  { name: '1080p', height: 1080, bitrate: 4_500 * kilo },
  { name: '720p', height: 720, bitrate: 2_200 * kilo },
  { name: '480p', height: 480, bitrate: 1_000 * kilo },
  { name: '360p', height: 360, bitrate: 550 * kilo },
]

/** A rung must be smaller than the source by at least so much to be worth its making. */
const worthwhile = 0.9

/** The largest first. The shorter side counts, as phones film upright. */
export function rungsOf({ width, height }: Pick<VideoFormat, 'width' | 'height'>): Rung[] {
  const lines = Math.min(width, height)
  return known.filter((rung) => rung.height <= lines * worthwhile)
}

/** Rungs come from file descriptor 3 on, in their order. */
export const firstPipe = 3

/** Without a look at the picture before it: nothing may wait. */
const encoder = ['-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency', '-bf', '0']
/** Key frames where the source has them and nowhere else, so that all rungs are cut at the same seams. */
const keyFrames = ['-force_key_frames', 'source', '-g', '9999', '-sc_threshold', '0']
/** Every frame, at its own time, as soon as it is there. */
const asItComes = ['-fps_mode', 'passthrough', '-flush_packets', '1']
const container = ['-flvflags', 'no_duration_filesize', '-f', 'flv']

/** `isUpright`: the width is the shorter side. Times stay as they are. */
export function ffmpegArguments(rungs: readonly Rung[], isUpright: boolean): string[] {
  const labels = rungs.map((_, n) => `[in${n}]`).join('')
  const scales = rungs.map(({ height }, n) => {
    const size = isUpright ? `${height}:-2` : `-2:${height}`
    return `[in${n}]scale=${size}:flags=fast_bilinear,format=yuv420p[out${n}]`
  })
  const graph = [`[0:v]split=${rungs.length}${labels}`, ...scales].join(';')
  const outputs = rungs.flatMap(({ bitrate }, n) => [
    ...['-map', `[out${n}]`, ...encoder, ...keyFrames, ...asItComes],
    ...['-b:v', String(bitrate), '-maxrate', String(bitrate * 1.1), '-bufsize', String(bitrate)],
    ...[...container, `pipe:${firstPipe + n}`],
  ])
  const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'error']
  const input = ['-copyts', '-probesize', '32768', '-protocol_whitelist', 'pipe', '-f', 'flv']
  return [...quiet, ...input, '-i', 'pipe:0', '-filter_complex', graph, ...outputs]
}
