// One run of ffmpeg that makes H.264 and AAC of composed pictures and mixed sound. Its times begin at nothing; a picture
// that was skipped is the one before it again.
import type { ChildProcess } from 'node:child_process'
import type { Writable } from 'node:stream'
import { startFfmpeg } from '../media/ffmpeg.ts'
import { FlvReader, type FlvEvent } from '../media/flv.ts'
import { frameHeaderBytes, ivfHeader, writeFrameHeader } from './ivf.ts'
import type { Size } from './layouts.ts'
import { bytesOf, type Planes } from './planes.ts'
import { sampleRate } from './soundTrack.ts'

export interface Encoding extends Size {
  /** A divisor of 4,800. */
  readonly framesPerSecond: number
  /** At most, in bit/s. */
  readonly bitrate: number
}

export interface EncoderParts {
  readonly encoding: Encoding
  readonly take: (event: FlvEvent) => void
  /** By itself, with why. */
  readonly ended: (why: string) => void
}

const keyFrameSeconds = 2
const soundPipe = 3
const soundBitrate = 128_000
/** Pictures that ffmpeg has not read yet; more are skipped. */
const canvases = 8
/** What it has not read of the sound: five seconds. */
const mostBehindBytes = 5 * sampleRate * 4

export function encoderArguments({ framesPerSecond, bitrate }: Encoding): string[] {
  const atOnce = ['-probesize', '32', '-analyzeduration', '0', '-protocol_whitelist', 'pipe']
  const sound = ['-f', 's16le', '-ar', String(sampleRate), '-ac', '2']
  const colours = ['-colorspace', 'smpte170m', '-color_trc', 'smpte170m', '-color_range', 'tv']
  return [
    ...['-copyts', ...atOnce, '-f', 'ivf', '-i', 'pipe:0'],
    ...[...atOnce, ...sound, '-i', `pipe:${soundPipe}`],
    ...['-map', '0:v', '-map', '1:a', '-fps_mode', 'cfr', '-r', String(framesPerSecond)],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency', '-bf', '0'],
    ...['-g', String(framesPerSecond * keyFrameSeconds), '-sc_threshold', '0'],
    ...['-crf', '21', '-maxrate', String(bitrate), '-bufsize', String(bitrate)],
    ...['-pix_fmt', 'yuv420p', ...colours, '-color_primaries', 'smpte170m'],
    ...['-c:a', 'aac', '-b:a', String(soundBitrate), '-flush_packets', '1'],
    ...['-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'],
  ]
}

interface Canvas extends Planes {
  /** With the room for a header before the planes. */
  readonly frame: Buffer
}

function canvasOf({ width, height }: Size): Canvas {
  const frame = Buffer.allocUnsafeSlow(frameHeaderBytes + bytesOf({ width, height }))
  return { width, height, frame, data: frame.subarray(frameHeaderBytes) }
}

export class Encoder implements Disposable {
  readonly #parts: EncoderParts
  readonly #ffmpeg: ChildProcess
  readonly #free: Canvas[]
  #ended = false

  constructor(parts: EncoderParts) {
    this.#parts = parts
    const { width, height, framesPerSecond } = parts.encoding
    this.#free = Array.from({ length: canvases }, () => canvasOf({ width, height }))
    this.#ffmpeg = startFfmpeg({
      args: encoderArguments(parts.encoding),
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      ended: (said) => {
        this.#end(said)
      },
    })
    this.#sound?.on('error', () => undefined)
    this.#ffmpeg.stdin?.write(
      ivfHeader({ fourLetters: 'I420', width, height, timescale: framesPerSecond }),
    )
    this.#read()
  }

  get pid(): number | undefined {
    return this.#ffmpeg.pid
  }

  /** The picture of that number, drawn by `draw` on any old one. False: it is skipped, since ffmpeg is behind. */
  picture(number: number, draw: (canvas: Planes) => void): boolean {
    const canvas = this.#free.pop()
    if (this.#ended || canvas === undefined) return false
    draw(canvas)
    writeFrameHeader(canvas.frame, canvas.data.length, number)
    this.#ffmpeg.stdin?.write(canvas.frame, () => {
      this.#free.push(canvas)
    })
    return true
  }

  /** Two channels of 16 bits at 48 kHz; none is ever left out. */
  sound(bytes: Buffer): void {
    const sound = this.#sound
    if (this.#ended || sound === null) return
    sound.write(bytes)
    if (sound.writableLength > mostBehindBytes) this.#end('it stands still')
  }

  [Symbol.dispose](): void {
    this.#ended = true
    this.#ffmpeg.kill('SIGKILL')
  }

  get #sound(): Writable | null {
    return this.#ffmpeg.stdio[soundPipe] as Writable | null
  }

  #read(): void {
    const reader = new FlvReader()
    this.#ffmpeg.stdout?.on('error', () => undefined)
    this.#ffmpeg.stdout?.on('data', (bytes: Buffer) => {
      if (this.#ended) return
      try {
        for (const event of reader.read(bytes)) this.#parts.take(event)
      } catch (error) {
        this.#end(String(error))
      }
    })
  }

  #end(why: string): void {
    if (this.#ended) return
    this[Symbol.dispose]()
    this.#parts.ended(why)
  }
}
