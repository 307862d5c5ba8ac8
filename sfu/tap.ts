// One source on its way to a recorder: plain RTP and RTCP by one port, all that is lost sent again on demand, in its
// highest layer (which mediasoup prefers by itself).
import type { types } from 'mediasoup'
import type { SfuInput, TapEnd, TapOffer } from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { PipeConfig } from './config.ts'
import { reachOf } from './reach.ts'
import { toContractRtp } from './rtp.ts'
import type { Source } from './source.ts'

export interface TapParts {
  readonly router: types.Router
  readonly listen: PipeConfig
}

type Asked = SfuInput<'tap.offer'>

/** How a phone was held is told beside the picture; recorders read nothing else of what is. */
const orientation = 'urn:3gpp:video-orientation'

/** What is sent again comes as it was: a recorder has no use for streams of retransmission (RFC 4588). */
function capabilitiesOf({ rtpCapabilities }: types.Router): types.RtpCapabilities {
  const { codecs = [], headerExtensions = [] } = rtpCapabilities
  return {
    codecs: codecs.filter(({ mimeType }) => !mimeType.toLowerCase().endsWith('/rtx')),
    headerExtensions: headerExtensions.filter(({ uri }) => uri === orientation),
  }
}

/** A recorder believes only packets from the very address that it was told. */
const anyAddress = new Set(['0.0.0.0', '::'])

function listenInfo({ ip }: TapEnd, listen: PipeConfig): types.TransportListenInfo {
  const own = ip.includes(':') ? '::1' : '127.0.0.1'
  if (reachOf(ip) === 'host') return { protocol: 'udp', ip: own }
  if (reachOf(ip) === 'public' || reachOf(listen.ip) === 'host')
    throw new LyceumError('forbidden', 'A tap is not encrypted: it stays in a private network.')
  if (anyAddress.has(listen.ip))
    throw new LyceumError('forbidden', 'This node does not know its private address (PIPE_LISTEN).')
  return { protocol: 'udp', ip: listen.ip, ...(listen.ports && { portRange: listen.ports }) }
}

export class Tap {
  readonly source: Source
  readonly consumer: types.Consumer
  readonly #asked: Asked
  readonly #transport: types.PlainTransport
  #connecting: Promise<void> | null = null
  /** What came from the recorder, and since when it is no more. */
  #heard = { bytes: 0, at: performance.now() }

  private constructor(asked: Asked, source: Source, { transport, consumer }: Ends) {
    this.#asked = asked
    this.source = source
    this.#transport = transport
    this.consumer = consumer
    source.take(asked.tap, source.top)
  }

  static async open(parts: TapParts, source: Source, asked: Asked): Promise<Tap> {
    const transport = await parts.router.createPlainTransport({
      listenInfo: listenInfo(asked.to, parts.listen),
      rtcpMux: true,
      comedia: false,
    })
    try {
      const consumer = await transport.consume({
        producerId: source.producer.id,
        rtpCapabilities: capabilitiesOf(parts.router),
        paused: true,
        // Which is what leaves retransmission on at all, also for sound.
        enableRtx: true,
      })
      return new Tap(asked, source, { transport, consumer })
    } catch (error) {
      transport.close()
      throw error
    }
  }

  get id() {
    return this.#asked.tap
  }

  get offer(): TapOffer {
    const { id, kind, owner, paused } = this.source
    const { localAddress: ip, localPort: port } = this.#transport.tuple
    const rtpParameters = toContractRtp(this.consumer.rtpParameters)
    return { tap: this.id, source: id, kind, owner, paused, end: { ip, port }, rtpParameters }
  }

  get isConnected(): boolean {
    return this.#connecting !== null
  }

  /** For how long nothing came from the recorder, in ms, as of the last look. */
  get silentMs(): number {
    return performance.now() - this.#heard.at
  }

  isFor({ source, to }: Asked): boolean {
    const { ip, port } = this.#asked.to
    return source === this.#asked.source && ip === to.ip && port === to.port
  }

  async connect(): Promise<void> {
    const { ip, port } = this.#asked.to
    this.#connecting ??= this.#transport.connect({ ip, port })
    await this.#connecting
  }

  async resume(): Promise<void> {
    if (!this.isConnected) throw new LyceumError('conflict', 'This tap is not connected yet.')
    await this.connect()
    await this.consumer.resume()
  }

  /** With each report. */
  async look(): Promise<void> {
    // One that closed under the question says nothing.
    const [stats] = await this.#transport.getStats().catch(() => [])
    const bytes = stats?.bytesReceived ?? this.#heard.bytes
    if (bytes !== this.#heard.bytes) this.#heard = { bytes, at: performance.now() }
  }

  /** What it carries; it is nobody's path, so that it tells no protocol. */
  async stats() {
    const [stats] = await this.#transport.getStats()
    const { recvBitrate: bitsInPerSecond = 0, sendBitrate: bitsOutPerSecond = 0 } = stats ?? {}
    return { bitsInPerSecond, bitsOutPerSecond, protocol: null }
  }

  close(): void {
    this.source.leave(this.id)
    this.#transport.close()
  }
}

interface Ends {
  readonly transport: types.PlainTransport
  readonly consumer: types.Consumer
}
