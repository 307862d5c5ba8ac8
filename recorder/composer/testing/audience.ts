// Takes what a composer sends, and looks at it as a player would: ffmpeg decodes it, and whatever it complains about
// is an error.
import { execFile } from 'node:child_process'
import type { FlvEvent } from '../../media/flv.ts'
import { flvHeader, flvTag, pictureTag } from '../../media/flvTag.ts'
import type { Sample } from '../../media/sample.ts'
import type { Size } from '../layouts.ts'

export type Colour = readonly [red: number, green: number, blue: number]

function tagOf(event: FlvEvent): Buffer {
  const isSound =
    event.type === 'format' ? event.format.kind === 'audio' : event.sample.kind === 'audio'
  if (!isSound) return pictureTag(event)
  const isFormat = event.type === 'format'
  const payload = isFormat ? event.format.config : event.sample.data
  const body = Buffer.concat([Buffer.from([0xaf, isFormat ? 0 : 1]), payload])
  return flvTag({ type: 8, dts: isFormat ? event.dts : event.sample.dts, body })
}

function decode(flv: Buffer, args: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const all = ['-v', 'warning', '-f', 'flv', '-i', 'pipe:0', ...args, 'pipe:1']
    const options = { encoding: 'buffer', maxBuffer: 1 << 30 } as const
    const run = execFile('ffmpeg', all, options, (error, stdout, stderr) => {
      if (error !== null || stderr.length > 0)
        reject(new Error(stderr.toString(), { cause: error }))
      else resolve(stdout)
    })
    run.stdin?.end(flv)
  })
}

export interface Picture {
  /** In ms of the stream. */
  readonly at: number
  readonly colour: (x: number, y: number) => Colour
}

const timesOf = (events: readonly FlvEvent[], kind: Sample['kind']): number[] =>
  events.flatMap((event) =>
    event.type === 'sample' && event.sample.kind === kind ? event.sample.dts : [],
  )

export class Audience {
  readonly events: FlvEvent[] = []
  readonly #size: Size

  constructor(size: Size) {
    this.#size = size
  }

  of(kind: Sample['kind']): Sample[] {
    return this.events.flatMap((event) =>
      event.type === 'sample' && event.sample.kind === kind ? event.sample : [],
    )
  }

  /** Between one sample and the next, in ms. */
  steps(kind: Sample['kind']): number[] {
    const times = timesOf(this.events, kind)
    return times.slice(1).map((time, n) => time - (times[n] ?? 0))
  }

  /** Every picture; throws what ffmpeg complains about. */
  pictures(): Promise<Picture[]> {
    return this.#decode(this.events)
  }

  /** The last one that came, or undefined before any did. */
  async now(): Promise<Picture | undefined> {
    const isKey = (event: FlvEvent) =>
      event.type === 'sample' && event.sample.kind === 'video' && event.sample.isKey
    const from = this.events.findLastIndex(isKey)
    if (from < 0) return undefined
    const formats = this.events.slice(0, from).filter(({ type }) => type === 'format')
    return (await this.#decode([...formats, ...this.events.slice(from)])).at(-1)
  }

  /** One channel at 48 kHz, from the first sample's time on. */
  async sound(): Promise<{ from: number; samples: Int16Array }> {
    const flv = Buffer.concat([flvHeader, ...this.events.map(tagOf)])
    const bytes = await decode(flv, ['-vn', '-ac', '1', '-f', 's16le'])
    const samples = new Int16Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    )
    return { from: this.of('audio')[0]?.dts ?? 0, samples }
  }

  async #decode(events: readonly FlvEvent[]): Promise<Picture[]> {
    const { width, height } = this.#size
    const times = timesOf(events, 'video')
    const flv = Buffer.concat([flvHeader, ...events.map(tagOf)])
    const format = ['-an', '-fps_mode', 'passthrough', '-pix_fmt', 'rgb24', '-f', 'rawvideo']
    const planes = await decode(flv, format)
    const bytes = width * height * 3
    if (planes.length !== bytes * times.length) throw new Error('pictures are missing')
    return times.map((at, n) => ({
      at,
      colour: (x, y) => {
        const from = n * bytes + (y * width + x) * 3
        return [planes[from] ?? 0, planes[from + 1] ?? 0, planes[from + 2] ?? 0]
      },
    }))
  }
}
