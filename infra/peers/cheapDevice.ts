// What a browser's WebRTC is to the client's media library, made of a media worker and ferries: sound only.
import type { types as worker } from 'mediasoup'
import { Device, type types } from 'mediasoup-client'
import { HandlerInterface } from 'mediasoup-client/handlers/HandlerInterface'
import type { End } from './ferry.ts'
import type { Passage, Studio } from './studio.ts'

/** As much of a track as the library asks for. */
class Track extends EventTarget {
  readonly kind = 'audio'
  readonly id = crypto.randomUUID()
  readonly readyState = 'live'
  readonly voice: worker.Producer | null
  enabled = true

  constructor(voice: worker.Producer | null) {
    super()
    this.voice = voice
  }

  getSettings(): object {
    return {}
  }

  stop(): void {
    // Nobody's light goes out.
  }
}

export const trackOf = (voice: worker.Producer): MediaStreamTrack => new Track(voice) as never

const cheap = 'Cheap'

class CheapHandler extends HandlerInterface {
  readonly #studio: Studio
  readonly #options: types.HandlerOptions
  readonly #ear: number
  readonly #ears = new Map<string, worker.Producer>()
  readonly #mouths = new Map<string, worker.Consumer>()
  #transport: Promise<worker.WebRtcTransport> | null = null
  #passage: Passage | null = null
  #closed = false

  constructor(studio: Studio, options: types.HandlerOptions, ear: number) {
    super()
    this.#studio = studio
    this.#options = options
    this.#ear = ear
  }

  get name(): string {
    return cheap
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#passage?.close()
    void this.#transport?.then((transport) => {
      transport.close()
    })
    this.removeAllListeners()
  }

  async send({ track }: types.HandlerSendOptions): Promise<types.HandlerSendResult> {
    const { voice } = track as unknown as Track
    if (voice === null) throw new Error('this track has no voice')
    const transport = await this.#ready()
    const { rtpCapabilities } = this.#studio.router
    const consumer = await transport.consume({ producerId: voice.id, rtpCapabilities })
    this.#mouths.set(consumer.id, consumer)
    return { localId: consumer.id, rtpParameters: consumer.rtpParameters as types.RtpParameters }
  }

  stopSending(localId: string): Promise<void> {
    this.#mouths.get(localId)?.close()
    this.#mouths.delete(localId)
    return Promise.resolve()
  }

  async pauseSending(localId: string): Promise<void> {
    await this.#mouths.get(localId)?.pause()
  }

  async resumeSending(localId: string): Promise<void> {
    await this.#mouths.get(localId)?.resume()
  }

  async receive(list: types.HandlerReceiveOptions[]): Promise<types.HandlerReceiveResult[]> {
    const transport = await this.#ready()
    return Promise.all(list.map((one) => this.#hear(transport, one)))
  }

  stopReceiving(localIds: string[]): Promise<void> {
    for (const id of localIds) this.#ears.get(id)?.close()
    for (const id of localIds) this.#ears.delete(id)
    return Promise.resolve()
  }

  // What a voice on loopback does not need.

  updateIceServers(): Promise<void> {
    return Promise.resolve()
  }

  restartIce(): Promise<void> {
    return Promise.resolve()
  }

  replaceTrack(): Promise<void> {
    return Promise.resolve()
  }

  setMaxSpatialLayer(): Promise<void> {
    return Promise.resolve()
  }

  setRtpEncodingParameters(): Promise<void> {
    return Promise.resolve()
  }

  pauseReceiving(): Promise<void> {
    return Promise.resolve()
  }

  resumeReceiving(): Promise<void> {
    return Promise.resolve()
  }

  getTransportStats(): Promise<RTCStatsReport> {
    return Promise.resolve(new Map())
  }

  getSenderStats(): Promise<RTCStatsReport> {
    return Promise.resolve(new Map())
  }

  getReceiverStats(): Promise<RTCStatsReport> {
    return Promise.resolve(new Map())
  }

  sendDataChannel(): Promise<never> {
    return Promise.reject(new Error('cheap peers have no data channels'))
  }

  receiveDataChannel(): Promise<never> {
    return Promise.reject(new Error('cheap peers have no data channels'))
  }

  getDataChannelMaxMessageSize(): undefined {
    return undefined
  }

  async #hear(
    transport: worker.WebRtcTransport,
    { rtpParameters, streamId = '' }: types.HandlerReceiveOptions,
  ): Promise<types.HandlerReceiveResult> {
    const ssrc = rtpParameters.encodings?.[0]?.ssrc ?? 0
    const parameters = rtpParameters as worker.RtpParameters
    const producer = await transport.produce({ kind: 'audio', rtpParameters: parameters })
    this.#ears.set(producer.id, producer)
    this.#passage?.listen(ssrc, this.#ear, streamId)
    const getSynchronizationSources = () => {
      const rtpTimestamp = this.#passage?.last(ssrc)
      return rtpTimestamp === undefined ? [] : [{ rtpTimestamp }]
    }
    return {
      localId: producer.id,
      track: new Track(null) as never,
      rtpReceiver: { getSynchronizationSources } as never,
    }
  }

  #ready(): Promise<worker.WebRtcTransport> {
    this.#transport ??= this.#connect()
    return this.#transport
  }

  async #connect(): Promise<worker.WebRtcTransport> {
    const { iceParameters, iceCandidates, dtlsParameters } = this.#options
    const candidate = iceCandidates.find(({ protocol }) => protocol === 'udp')
    if (candidate === undefined) throw new Error('the sfu offers no UDP')
    const transport = await this.#studio.seat()
    this.emit('@connectionstatechange', 'connecting')
    transport.on('dtlsstatechange', (state) => {
      if (state === 'connected' || state === 'failed') this.#tell(state)
    })
    await transport.connect({ dtlsParameters: { ...dtlsParameters, role: 'server' } as never })
    const own = { ...transport.dtlsParameters, role: 'client' } as types.DtlsParameters
    await new Promise<void>((done, failed) => {
      this.emit('@connect', { dtlsParameters: own }, done, failed)
    })
    const sfu: End = { ip: candidate.address, port: candidate.port, ice: iceParameters }
    const [mine] = transport.iceCandidates
    const peer = { ip: '127.0.0.1', port: mine?.port ?? 0, ice: transport.iceParameters }
    this.#passage = this.#studio.open(sfu, peer, () => {
      this.#tell('failed')
    })
    if (this.#closed) this.#passage.close()
    return transport
  }

  #tell(state: 'connected' | 'failed'): void {
    if (!this.#closed) this.emit('@connectionstatechange', state)
  }
}

/** What comes is noted for this ear. */
export async function cheapDevice(studio: Studio, ear: number): Promise<Device> {
  const native = studio.router.rtpCapabilities as types.RtpCapabilities
  const device = await Device.factory({
    handlerFactory: {
      name: cheap,
      factory: (options) => new CheapHandler(studio, options, ear),
      getNativeRtpCapabilities: () => Promise.resolve(structuredClone(native)),
    },
  })
  await device.load({ routerRtpCapabilities: native })
  return device
}
