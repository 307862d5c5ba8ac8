// One run of ffmpeg that makes smaller pictures of a broadcast's. It begins at a key frame, and ends when it is closed,
// when it dies, or when it falls so far behind that whoever watches would.
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { startFfmpeg } from '../media/ffmpeg.ts'
import { FlvReader, type FlvEvent } from '../media/flv.ts'
import { flvHeader, pictureTag } from '../media/flvTag.ts'
import type { VideoFormat } from '../media/sample.ts'
import { ffmpegArguments, firstPipe, type Rung } from './rungs.ts'

/** What it has not read yet of a picture of 4 Mbit/s, two seconds later. */
const mostBehindBytes = 1_024 * 1_024

export interface LadderParts {
  readonly format: VideoFormat
  readonly rungs: readonly Rung[]
  readonly take: (rung: Rung, event: FlvEvent) => void
  /** By itself; with what ffmpeg said last. */
  readonly ended: (why: 'died' | 'slow', said: string) => void
}

export class Ladder implements Disposable {
  readonly #parts: LadderParts
  readonly #ffmpeg: ChildProcess
  #begun = false
  #ended = false

  constructor(parts: LadderParts) {
    this.#parts = parts
    const isUpright = parts.format.width < parts.format.height
    this.#ffmpeg = startFfmpeg({
      args: ffmpegArguments(parts.rungs, isUpright),
      stdio: ['pipe', 'ignore', 'pipe', ...parts.rungs.map(() => 'pipe' as const)],
      ended: (said) => {
        this.#end('died', said)
      },
    })
    const { stdio } = this.#ffmpeg
    for (const [n, rung] of parts.rungs.entries())
      this.#read(rung, stdio[firstPipe + n] as Readable)
  }

  get pid(): number | undefined {
    return this.#ffmpeg.pid
  }

  /** Bytes that ffmpeg has not read yet. */
  get behind(): number {
    return this.#ffmpeg.stdin?.writableLength ?? 0
  }

  /** Pictures of the format that it was made for. */
  take(event: FlvEvent): void {
    if (this.#ended || event.type === 'format') return
    if (!this.#begun && !event.sample.isKey) return
    const { stdin } = this.#ffmpeg
    if (stdin === null) return
    if (!this.#begun) {
      const { dts } = event.sample
      stdin.write(flvHeader)
      stdin.write(pictureTag({ type: 'format', format: this.#parts.format, dts }))
      this.#begun = true
    }
    stdin.write(pictureTag(event))
    if (this.behind > mostBehindBytes) this.#end('slow', `${this.behind} bytes behind`)
  }

  /** What it has begun it ends, within a moment. */
  finish(): void {
    this.#ffmpeg.stdin?.end()
  }

  [Symbol.dispose](): void {
    this.#ended = true
    this.#ffmpeg.kill('SIGKILL')
  }

  #read(rung: Rung, pipe: Readable): void {
    const reader = new FlvReader()
    pipe.on('error', () => undefined)
    pipe.on('data', (bytes: Buffer) => {
      if (this.#ended) return
      try {
        for (const event of reader.read(bytes)) this.#parts.take(rung, event)
      } catch (error) {
        this.#end('died', String(error))
      }
    })
  }

  #end(why: 'died' | 'slow', said: string): void {
    if (this.#ended) return
    this[Symbol.dispose]()
    this.#parts.ended(why, said)
  }
}
