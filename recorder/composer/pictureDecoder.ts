// One run of ffmpeg that makes the pictures of one source: decoded one by one, in the size of its tile, each with its
// own time. It begins with a key frame.
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { startFfmpeg } from '../media/ffmpeg.ts'
import { frameHeaderBytes, ivfHeader, writeFrameHeader } from './ivf.ts'
import type { Tile } from './layouts.ts'
import { bytesOf, type Planes } from './planes.ts'

export type PictureCodec = 'vp8' | 'vp9' | 'h264'

export interface TimedPicture extends Planes {
  /** In ms of the one clock. */
  readonly at: number
}

/** So many degrees clockwise a picture is turned to be seen upright. */
export type Rotation = 0 | 90 | 180 | 270

export interface DecoderParts {
  readonly codec: PictureCodec
  readonly tile: Tile
  readonly rotation: Rotation
  readonly take: (picture: TimedPicture) => void
  /** By itself, with why. */
  readonly ended: (why: string) => void
}

const turned = {
  0: '',
  90: 'transpose=clock,',
  180: 'hflip,vflip,',
  270: 'transpose=cclock,',
} as const
const fourLetters = { vp8: 'VP80', vp9: 'VP90', h264: 'H264' } as const
/** What ffmpeg has not read: seconds of a camera. */
const mostBehindBytes = 2 * 1_024 * 1_024
/** Pictures that are done with and wait to be written on again. */
const mostSpare = 4
const timesPipe = 3

/**
 * It decodes and encodes with one thread each, because each further one holds a picture back. The time of each
 * picture is told at the third pipe, since raw planes have none.
 */
export function decoderArguments({ tile, rotation }: DecoderParts): string[] {
  const { width, height, fit } = tile
  const ratio = fit === 'contain' ? 'decrease' : 'increase'
  const scale = `scale=${width}:${height}:force_original_aspect_ratio=${ratio}:force_divisible_by=2`
  const colours = 'out_color_matrix=bt601:out_range=tv'
  const rest = fit === 'contain' ? `pad=${width}:${height}:-1:-1` : `crop=${width}:${height}`
  const told = `metadata=add:key=of:value=it,metadata=print:file=pipe\\\\:${timesPipe}:direct=1`
  const filter = `${turned[rotation]}${scale}:flags=fast_bilinear:${colours},${rest},format=yuv420p,${told}`
  return [
    ...['-threads', '1', '-flags', 'low_delay', '-probesize', '32', '-analyzeduration', '0'],
    ...['-copyts', '-protocol_whitelist', 'pipe', '-f', 'ivf', '-i', 'pipe:0'],
    ...['-vf', filter, '-fps_mode', 'passthrough', '-enc_time_base', '1:1000', '-threads', '1'],
    ...['-flush_packets', '1', '-f', 'rawvideo', 'pipe:1'],
  ]
}

export class PictureDecoder implements Disposable {
  readonly tile: Tile
  readonly rotation: Rotation
  readonly #parts: DecoderParts
  readonly #ffmpeg: ChildProcess
  readonly #bytes: number
  #begin: number | null = null
  #time = -1
  #filling: Buffer
  #filled = 0
  readonly #spare: Buffer[] = []
  readonly #whole: Buffer[] = []
  readonly #times: number[] = []
  #line = ''
  #ended = false

  constructor(parts: DecoderParts) {
    this.#parts = parts
    this.tile = parts.tile
    this.rotation = parts.rotation
    this.#bytes = bytesOf(parts.tile)
    this.#filling = Buffer.allocUnsafeSlow(this.#bytes)
    this.#ffmpeg = startFfmpeg({
      args: decoderArguments(parts),
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      ended: (said) => {
        this.#end(said)
      },
    })
    this.#listen()
  }

  get pid(): number | undefined {
    return this.#ffmpeg.pid
  }

  /** `at` in ms of the one clock. The first is a key frame. */
  write(at: number, data: Uint8Array): void {
    const { stdin } = this.#ffmpeg
    if (this.#ended || stdin === null) return
    if (this.#begin === null) {
      this.#begin = at
      const { width, height } = this.tile
      const format = { fourLetters: fourLetters[this.#parts.codec], width, height }
      stdin.write(ivfHeader({ ...format, timescale: 1_000 }))
    }
    this.#time = Math.max(this.#time + 1, Math.round(at - this.#begin))
    const frame = Buffer.allocUnsafe(frameHeaderBytes + data.length)
    writeFrameHeader(frame, data.length, this.#time)
    frame.set(data, frameHeaderBytes)
    stdin.write(frame)
    if (stdin.writableLength > mostBehindBytes) this.#end('it stands still')
  }

  /** Nobody looks at that picture of it any more. */
  recycle({ data }: Planes): void {
    if (data.length === this.#bytes && this.#spare.length < mostSpare) this.#spare.push(data)
  }

  [Symbol.dispose](): void {
    this.#ended = true
    this.#ffmpeg.kill('SIGKILL')
  }

  #listen(): void {
    const { stdout, stdio } = this.#ffmpeg
    const times = stdio[timesPipe] as Readable | null
    for (const pipe of [stdout, times]) pipe?.on('error', () => undefined)
    stdout?.on('data', (bytes: Buffer) => {
      this.#fill(bytes)
    })
    times?.on('data', (text: Buffer) => {
      this.#read(text.toString('latin1'))
    })
  }

  #fill(bytes: Buffer): void {
    for (let from = 0; from < bytes.length;) {
      const count = Math.min(bytes.length - from, this.#bytes - this.#filled)
      bytes.copy(this.#filling, this.#filled, from, from + count)
      from += count
      this.#filled += count
      if (this.#filled < this.#bytes) return
      this.#whole.push(this.#filling)
      this.#filling = this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.#bytes)
      this.#filled = 0
      this.#give()
      if (this.#whole.length > mostSpare) this.#end('it tells no times')
    }
  }

  #read(text: string): void {
    const lines = `${this.#line}${text}`.split('\n')
    this.#line = lines.pop() ?? ''
    for (const line of lines) {
      const time = /^frame:.*\bpts:(\d+)/.exec(line)?.[1]
      if (time !== undefined) this.#times.push(Number(time))
    }
    this.#give()
  }

  #give(): void {
    while (!this.#ended && this.#whole.length > 0 && this.#times.length > 0) {
      const [data, time = 0] = [this.#whole.shift(), this.#times.shift()]
      const { width, height } = this.tile
      if (data) this.#parts.take({ width, height, data, at: (this.#begin ?? 0) + time })
    }
  }

  #end(why: string): void {
    if (this.#ended) return
    this[Symbol.dispose]()
    this.#parts.ended(why)
  }
}
