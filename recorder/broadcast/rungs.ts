// The smaller pictures that are made of a broadcast: which, at which bitrate, and by which words of ffmpeg. Pure.
import type { VideoFormat } from '../media/sample.ts'

export interface Rung {
  /** By its lines: `480p`. */
  readonly name: string
  readonly height: number
  /** In bit/s. */
  readonly bitrate: number
}

/** So much of the bitrate is the most at any moment. */
export const mostOver = 1.1

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

/** Of the shorter side above which it needs the level of 1080 lines at 60 a second; else that of 30. */
const levels = { above: 720, high: '4.2', usual: '4.0' }
const isHigh = ({ height }: Rung): boolean => height > levels.above

/** What ffmpeg makes of a source of that size, known before it does. */
export function pictureOf(
  { width, height }: Pick<VideoFormat, 'width' | 'height'>,
  rung: Rung,
): Pick<VideoFormat, 'codec' | 'width' | 'height'> {
  const longer = (ratio: number) => 2 * Math.round((rung.height * ratio) / 2)
  const size =
    width < height
      ? { width: rung.height, height: longer(height / width) }
      : { width: longer(width / height), height: rung.height }
  return { codec: isHigh(rung) ? 'avc1.64002a' : 'avc1.640028', ...size }
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
  const outputs = rungs.flatMap((rung, n) => [
    ...['-map', `[out${n}]`, ...encoder, ...keyFrames, ...asItComes],
    ...['-profile:v', 'high', '-level:v', isHigh(rung) ? levels.high : levels.usual],
    ...['-b:v', String(rung.bitrate), '-maxrate', String(rung.bitrate * mostOver)],
    ...['-bufsize', String(rung.bitrate)],
    ...[...container, `pipe:${firstPipe + n}`],
  ])
  const input = ['-copyts', '-probesize', '32768', '-protocol_whitelist', 'pipe', '-f', 'flv']
  return [...input, '-i', 'pipe:0', '-filter_complex', graph, ...outputs]
}
