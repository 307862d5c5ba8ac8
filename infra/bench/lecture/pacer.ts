// Sends a clip over and over to an RTMP address, each tag at its time, and knows when each frame left.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { flvHeader, flvTag, type FlvTag } from '../../../recorder/media/flvTag.ts'
import { clip, clipFrames } from './clip.ts'

const headerBytes = 11
const pictureType = 9
/** The bytes of a picture's tag that say that it is no frame but a format. */
const isFormat = ({ type, body }: FlvTag) =>
  body[1] === 0 && (type === pictureType || (body[0] ?? 0) >> 4 === 10)

function* tagsIn(file: Buffer): Generator<FlvTag> {
  for (let at = flvHeader.length; at + headerBytes < file.length;) {
    const size = file.readUIntBE(at + 1, 3)
    const dts = file.readUIntBE(at + 4, 3) + (file[at + 7] ?? 0) * 2 ** 24
    const body = file.subarray(at + headerBytes, at + headerBytes + size)
    yield { type: file[at] ?? 0, dts, body }
    at += headerBytes + size + 4
  }
}

export class Pacer implements AsyncDisposable {
  /** When each frame left, in ms since 1970, by its number over all rounds. */
  readonly left: number[] = []
  readonly #ffmpeg: ChildProcess
  readonly #media: readonly FlvTag[]
  readonly #stop = new AbortController()

  private constructor(url: string, tags: readonly FlvTag[]) {
    const input = ['-v', 'error', '-fflags', 'nobuffer', '-probesize', '32768', '-f', 'flv']
    this.#ffmpeg = spawn(
      'ffmpeg',
      [...input, '-i', 'pipe:0', '-c', 'copy', '-flush_packets', '1', '-f', 'flv', url],
      { stdio: ['pipe', 'ignore', 'inherit'] },
    )
    this.#ffmpeg.stdin?.on('error', () => undefined)
    this.#ffmpeg.stdin?.write(flvHeader)
    for (const tag of tags.filter((one) => one.type !== 18 && isFormat(one)))
      this.#ffmpeg.stdin?.write(flvTag({ ...tag, dts: 0 }))
    this.#media = tags
      .filter((one) => one.type !== 18 && !isFormat(one))
      .toSorted((one, other) => one.dts - other.dts)
    void this.#send()
  }

  static async start(path: string, url: string): Promise<Pacer> {
    return new Pacer(url, [...tagsIn(await readFile(path))])
  }

  /** When the frame left that shows this number in the picture and was seen at that time; null for one that did not. */
  leftAt(shown: number, seenAt: number): number | null {
    const last = this.left.findLastIndex((at) => at <= seenAt)
    const number = last - ((((last - shown) % clipFrames) + clipFrames) % clipFrames)
    return this.left[number] ?? null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    if (this.#ffmpeg.exitCode !== null || this.#ffmpeg.signalCode !== null) return
    this.#ffmpeg.kill('SIGKILL')
    await once(this.#ffmpeg, 'exit')
  }

  async #send(): Promise<void> {
    const began = performance.now()
    const { signal } = this.#stop
    for (let round = 0; ; round += 1)
      for (const tag of this.#media) {
        const dts = tag.dts + round * clip.seconds * 1_000
        while (performance.now() - began < dts && !signal.aborted)
          await new Promise((resolve) => setTimeout(resolve, 2))
        if (signal.aborted) return
        this.#ffmpeg.stdin?.write(flvTag({ ...tag, dts }))
        if (tag.type === pictureType) this.left.push(performance.timeOrigin + performance.now())
      }
  }
}
