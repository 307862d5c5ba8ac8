// An encoder as a school has it, for tests: ffmpeg that sends a moving picture and a tone to an RTMP address.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { startProgram, stopProgram } from '../programs.ts'

export interface PublisherOptions {
  /** Of the picture, such as 640x360. */
  readonly size?: string
  /** Seconds between key frames. */
  readonly keyEvery?: number
  /** Of the picture, in bit/s. */
  readonly bitrate?: number
}

const framesPerSecond = 30

function argumentsFor(url: string, given: PublisherOptions) {
  const { size = '640x360', keyEvery = 2, bitrate = 600_000 } = given
  const rate = ['-b:v', String(bitrate), '-maxrate', String(bitrate), '-bufsize', String(bitrate)]
  const picture = `testsrc2=s=${size}:r=${framesPerSecond}`
  return [
    ...['-hide_banner', '-nostdin', '-v', 'error', '-re', '-f', 'lavfi', '-i', picture],
    ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    ...['-g', String(framesPerSecond * keyEvery), ...rate, '-c:a', 'aac', '-b:a', '96k'],
    ...['-f', 'flv', url],
  ]
}

export class Publisher implements AsyncDisposable {
  readonly #url: string
  readonly #options: PublisherOptions
  #child: ChildProcess

  /** `url` with the stream key. */
  constructor(url: string, options: PublisherOptions = {}) {
    this.#url = url
    this.#options = options
    this.#child = this.#start()
  }

  /** Its machine dies. */
  cut(): Promise<void> {
    return stopProgram(this.#child, 'SIGKILL')
  }

  /** It comes again, as encoders do. */
  async again(): Promise<void> {
    await this.cut()
    this.#child = this.#start()
  }

  /** Until it ended by itself: whoever it sends to sent it away. */
  async gone(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      await once(this.#child, 'exit')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut()
  }

  #start(): ChildProcess {
    return startProgram({ command: 'ffmpeg', args: argumentsFor(this.#url, this.#options) })
  }
}
