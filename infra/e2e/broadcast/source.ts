// A real broadcast at a real origin, without an encoder's door and a class around it: ffmpeg sends, the packager and one
// smaller picture are made of it, and a test says when it comes and goes.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { Ladder } from '../../../recorder/broadcast/ladder.ts'
import { FlvReader, type FlvEvent } from '../../../recorder/media/flv.ts'
import type { AudioFormat, VideoFormat } from '../../../recorder/media/sample.ts'
import { openOrigin } from '../../../recorder/origin/origin.ts'
import { multivariantPlaylist } from '../../../recorder/packager/multivariant.ts'
import { Packaging } from '../../../recorder/packager/packaging.ts'
import { Rendition } from '../../../recorder/packager/rendition.ts'
import type { Rung } from '../../../recorder/packager/rung.ts'

const smaller = { name: '360p', height: 360, bitrate: 400_000 }
const picture = 'testsrc2=s=854x480:r=30'
const tone = 'sine=frequency=660:sample_rate=48000'

/** With a key frame every second, as fast as it plays. */
const encoder = [
  ...['-v', 'error', '-re', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', tone],
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '30', '-b:v', '1M'],
  ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2', '-b:a', '96k', '-flush_packets', '1'],
  ...['-f', 'flv', 'pipe:1'],
]

export class Source implements AsyncDisposable {
  readonly #packaging = new Packaging(Date.now)
  readonly #small = new Rendition()
  readonly #server: Server
  #encoder: ChildProcess | null = null
  #ladder: Ladder | null = null
  #rung: Rung | null = null
  #formats: { video?: VideoFormat; audio?: AudioFormat } = {}
  /** What players asked for, with the token they showed. */
  readonly asked: { readonly path: string; readonly token: string }[] = []

  constructor() {
    const { video, audio } = this.#packaging.renditions
    const renditions = new Map([
      ['video', video],
      ['small', this.#small],
      ['audio', audio],
    ])
    const app = express()
    app.use((request, _, next) => {
      this.asked.push({ path: request.path, token: request.headers.authorization ?? '' })
      next()
    })
    app.get('/index.m3u8', (_, response) => {
      const text = this.#index()
      if (text === null) response.status(404).end()
      else response.type('application/vnd.apple.mpegurl').send(text)
    })
    this.#server = createServer(app.use(openOrigin(renditions)))
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** It sends, or sends again. */
  start(): void {
    const reader = new FlvReader()
    const encoding = spawn('ffmpeg', encoder, { stdio: ['ignore', 'pipe', 'inherit'] })
    encoding.stdout.on('data', (bytes: Buffer) => {
      for (const event of reader.read(bytes)) this.#take(event)
    })
    this.#encoder = encoding
  }

  /** It is gone, and may come back. */
  async pause(): Promise<void> {
    const encoding = this.#encoder
    this.#encoder = null
    if (encoding !== null && encoding.exitCode === null) {
      const gone = once(encoding, 'close')
      encoding.kill('SIGKILL')
      await gone
    }
    this.#ladder?.[Symbol.dispose]()
    this.#ladder = null
    this.#rung = null
    this.#packaging.pause()
  }

  async end(): Promise<void> {
    await this.pause()
    this.#packaging.end()
    this.#small.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
    await new Promise((closed) => this.#server.close(closed).closeAllConnections())
  }

  #take(event: FlvEvent): void {
    if (event.type === 'format')
      this.#formats = { ...this.#formats, [event.format.kind]: event.format }
    this.#packaging.take(event)
    this.#rung ??= this.#packaging.openRung(this.#small)
    const { video } = this.#formats
    if (video === undefined || (event.type === 'sample' && event.sample.kind === 'audio')) return
    this.#ladder ??= new Ladder({
      format: video,
      rungs: [smaller],
      take: (_, made) => this.#rung?.take(made),
      ended: () => undefined,
    })
    this.#ladder.take(event)
  }

  #index(): string | null {
    const { video, audio } = this.#formats
    const { renditions } = this.#packaging
    if (video === undefined || audio === undefined || this.#small.last === null) return null
    const small = { codec: 'avc1.42c01e', width: 640, height: 360 }
    const bits = ({ rates }: Rendition) => ({ rates })
    return multivariantPlaylist({
      pictures: [
        { name: 'video', format: video, ...bits(renditions.video) },
        { name: 'small', format: small, ...bits(this.#small) },
      ],
      sound: { name: 'audio', format: audio, ...bits(renditions.audio) },
    })
  }
}
