// What all cheap peers of a process share: a media worker, which speaks DTLS and SRTP for them as browsers do
// at a fraction of the cost, and the thread of their ferries.
import { Worker } from 'node:worker_threads'
import { createWorker, type types } from 'mediasoup'
import { goFirst } from '../../sfu/precedence.ts'
import { codecs } from '../../shared/contract/sfu.ts'
import type { End } from './ferry.ts'
import { framesPerSecond, makeFilm, type Reel } from './film.ts'
import { levelId, type Ask, type Stream, type Told } from './quay.ts'

/** Opus, 20 ms of silence. */
const voice: Stream = {
  payloadType: 100,
  clockRate: 48_000,
  everyMs: 20,
  frames: [[Buffer.from([0xf8, 0xff, 0xfe])]],
  film: null,
}
/** As loud as people speak, in decibels below the loudest. */
const spoken = 30
const picture = { payloadType: 101, clockRate: 90_000 }
/** VP8: the start of a partition (RFC 7741, section 4.2), then a key frame of 640 by 360 (RFC 6386, section 9.1). */
const keyFrame = Buffer.from('101002009d012a80026801'.padEnd(22, '0'), 'hex')

export interface Passage {
  /** The RTP timestamp of the last packet with this SSRC. */
  last(ssrc: number): number | undefined
  listen(ssrc: number, ear: number, stream: string): void
  close(): void
}

export class Studio implements AsyncDisposable {
  readonly router: types.Router
  readonly #worker: types.Worker
  readonly #quay = new Worker(new URL('quay.ts', import.meta.url))
  readonly #lost = new Map<number, () => void>()
  readonly #last = new Map<number, Map<number, number>>()
  readonly #gaps = new Map<number, (ms: number) => void>()
  #ferries = 0
  #ears = 0
  #sources = 0
  #films = 0
  #reels: Promise<Reel[]> | undefined
  readonly #counted: ((packets: number) => void)[] = []

  private constructor(worker: types.Worker, router: types.Router) {
    this.#worker = worker
    this.router = router
    this.#quay.on('message', (told: Told) => {
      this.#hear(told)
    })
  }

  static async open(): Promise<Studio> {
    const workerBin = process.env['MEDIASOUP_WORKER_BIN']
    const worker = await createWorker(workerBin === undefined ? {} : { workerBin })
    goFirst(worker.pid)
    return new Studio(worker, await worker.createRouter({ mediaCodecs: codecs.slice(0, 2) }))
  }

  newEar(): number {
    return (this.#ears += 1)
  }

  /** The longest that any voice did not come to this ear since this was asked before, in ms. */
  takeGap(ear: number): Promise<number> {
    return new Promise((told) => {
      this.#gaps.set(ear, told)
      this.#ask({ ask: 'take', ear })
    })
  }

  /** A transport of a peer: the one end of a ferry. */
  seat(): Promise<types.WebRtcTransport> {
    return this.router.createWebRtcTransport({
      listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
      iceConsentTimeout: 60,
    })
  }

  open(sfu: End, peer: End, lost: () => void): Passage {
    const ferry = (this.#ferries += 1)
    const last = new Map<number, number>()
    this.#lost.set(ferry, lost)
    this.#last.set(ferry, last)
    this.#ask({ ask: 'open', ferry, sfu, peer })
    return {
      last: (ssrc) => last.get(ssrc),
      listen: (ssrc, ear, stream) => {
        this.#ask({ ask: 'listen', ferry, ssrc, ear, stream })
      },
      close: () => {
        this.#lost.delete(ferry)
        this.#last.delete(ferry)
        this.#ask({ ask: 'close', ferry })
      },
    }
  }

  /** Somebody's voice, as a track would be: there, or heard to speak without a pause. */
  voice(speaks = false): Promise<types.Producer> {
    return this.#source('audio', speaks ? { ...voice, quiet: spoken } : voice)
  }

  /** A picture that moves, in the layers of a camera, the lowest first. Each begins elsewhere in the same film. */
  async film(): Promise<types.Producer[]> {
    this.#reels ??= makeFilm()
    const reels = await this.#reels
    // At frames that are whole, and of no second twice in a row.
    const from = (this.#films += 1) * framesPerSecond
    const everyMs = 1_000 / framesPerSecond
    return Promise.all(
      reels.map((frames) => this.#source('video', { ...picture, everyMs, frames, film: { from } })),
    )
  }

  /** A picture of so many packets a second, each of them a key frame of so many bytes. */
  picture(packetsPerSecond: number, bytes: number): Promise<types.Producer> {
    const payload = Buffer.alloc(bytes)
    payload.set(keyFrame)
    const everyMs = 1_000 / packetsPerSecond
    return this.#source('video', { ...picture, everyMs, frames: [[payload]], film: null })
  }

  /** Its peers read and say nothing for so long, in ms: what comes costs this process nothing. */
  rest(ms: number): void {
    this.#ask({ ask: 'rest', ms })
  }

  /** Whether its voices and pictures go out. */
  flow(flows: boolean): void {
    this.#ask({ ask: 'flow', flows })
  }

  /** RTP packets that arrived since the beginning, for whomever. */
  count(): Promise<number> {
    return new Promise((told) => {
      this.#counted.push(told)
      this.#ask({ ask: 'count' })
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#worker.close()
    await this.#quay.terminate()
  }

  async #source(kind: 'audio' | 'video', stream: Stream): Promise<types.Producer> {
    const ssrc = (this.#sources += 1) * 1_000
    const plain = await this.router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
      comedia: true,
      rtcpMux: true,
    })
    const { payloadType, clockRate, quiet } = stream
    const level = { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level' as const, id: levelId }
    const codec =
      kind === 'audio'
        ? { mimeType: 'audio/opus', payloadType, clockRate, channels: 2 }
        : { mimeType: 'video/VP8', payloadType, clockRate }
    const producer = await plain.produce({
      kind,
      rtpParameters: {
        codecs: [codec],
        encodings: [{ ssrc }],
        headerExtensions: quiet === undefined ? [] : [level],
      },
    })
    this.#ask({ ask: 'send', port: plain.tuple.localPort, ssrc, stream })
    return producer
  }

  #ask(said: Ask): void {
    this.#quay.postMessage(said)
  }

  #hear(said: Told): void {
    if (said.told === 'lost') this.#lost.get(said.ferry)?.()
    else if (said.told === 'gap') this.#gaps.get(said.ear)?.(said.ms)
    else if (said.told === 'count') this.#counted.shift()?.(said.packets)
    else for (const [ferry, ssrc, at] of said.packets) this.#last.get(ferry)?.set(ssrc, at)
  }
}
