// One stream of a player: packets that ffmpeg sends to a local socket, made continuous and handed to
// the router. Owns the socket and the transport.
import { randomInt } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { types } from 'mediasoup'
import { codecs } from '../shared/contract/sfu.ts'
import { Continuity, isRtcp } from './continuity.ts'

const loopback = '127.0.0.1'
const smallestPacket = 12

/** The one codec of each kind that a file may hold, as the router knows it. */
const codecOf = (kind: 'audio' | 'video') => {
  const mimeType = kind === 'audio' ? 'audio/opus' : 'video/VP8'
  const codec = codecs.find((candidate) => candidate.mimeType === mimeType)
  if (!codec) throw new Error(`the router does not speak ${mimeType}`)
  return { ...codec, payloadType: codec.preferredPayloadType }
}

export class Feed {
  readonly ssrc = randomInt(1, 2 ** 31)
  readonly payloadType: number
  readonly #codec: ReturnType<typeof codecOf>
  readonly #transport: types.DirectTransport
  readonly #socket: Socket
  readonly #continuity: Continuity
  #producer: types.Producer | null = null

  private constructor(kind: 'audio' | 'video', transport: types.DirectTransport, socket: Socket) {
    this.#codec = codecOf(kind)
    this.payloadType = this.#codec.payloadType
    this.#continuity = new Continuity(this.#codec)
    this.#transport = transport
    this.#socket = socket
    socket.on('message', (packet) => this.#onPacket(packet))
  }

  static async create(router: types.Router, kind: 'audio' | 'video'): Promise<Feed> {
    const transport = await router.createDirectTransport()
    const socket = createSocket('udp4').bind(0, loopback)
    await once(socket, 'listening')
    return new Feed(kind, transport, socket)
  }

  get port(): number {
    return this.#socket.address().port
  }

  async produce(
    options: { kind: 'audio' | 'video'; paused: boolean; keyFrameRequestDelay: number },
    cname: string,
  ): Promise<types.Producer> {
    const { mimeType, clockRate, payloadType } = this.#codec
    const channels = 'channels' in this.#codec ? { channels: this.#codec.channels } : {}
    this.#producer = await this.#transport.produce({
      ...options,
      rtpParameters: {
        codecs: [{ mimeType, clockRate, payloadType, ...channels }],
        encodings: [{ ssrc: this.ssrc }],
        rtcp: { cname },
      },
    })
    return this.#producer
  }

  beginRun(): void {
    this.#continuity.beginRun()
  }

  close(): void {
    this.#socket.close()
    this.#transport.close()
  }

  #onPacket(packet: Buffer): void {
    if (packet.length < smallestPacket || !this.#producer || this.#producer.closed) return
    if (!isRtcp(packet)) {
      this.#continuity.rtp(packet, performance.now())
      this.#producer.send(packet)
    } else if (this.#continuity.rtcp(packet)) {
      this.#transport.sendRtcp(packet)
    }
  }
}
