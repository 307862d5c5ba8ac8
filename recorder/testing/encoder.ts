// A real encoder (ffmpeg) that publishes a test picture with a tone, as fast as it plays, until it is ended.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

export interface Published {
  readonly port: number
  readonly key: string
  readonly size?: string
  readonly scheme?: 'rtmp' | 'rtmps'
  /** In seconds. */
  readonly length?: number
  /** Of ffmpeg, before where it goes. */
  readonly args?: readonly string[]
}

const usual = [
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '500k', '-g', '60', '-bf', '0'],
  ...['-c:a', 'aac'],
]

export class Encoder implements AsyncDisposable {
  readonly child: ChildProcess

  constructor(published: Published) {
    const { port, key, size = '320x180', length = 600, args = usual } = published
    const { scheme = 'rtmp' } = published
    const inputs = [`testsrc2=s=${size}:r=30:d=${length}`, `sine=f=440:r=44100:d=${length}`]
    this.child = spawn(
      'ffmpeg',
      [
        ...['-v', 'error', ...inputs.flatMap((input) => ['-re', '-f', 'lavfi', '-i', input])],
        ...[...args, '-f', 'flv', `${scheme}://127.0.0.1:${port}/live/${key}`],
      ],
      { stdio: 'ignore' },
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await gone
  }
}
