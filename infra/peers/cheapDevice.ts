// What a browser's WebRTC is to the client's media library, made of a media worker and ferries: it sends voices and
// pictures, and hears.
import type { types as worker } from 'mediasoup'
import { Device, type types } from 'mediasoup-client'
import { HandlerInterface } from 'mediasoup-client/handlers/HandlerInterface'
import type { Engine } from '../../client/media/loadEngine.ts'
import type { End } from './ferry.ts'
import type { Passage, Studio } from './studio.ts'

/** What is sent of a track: its layers, the lowest first. */
interface Shot {
  readonly kind: 'audio' | 'video'
  readonly layers: readonly worker.Producer[]
  readonly size?: { readonly width: number; readonly height: number }
}

/** As much of a track as the library asks for. */
class Track extends EventTarget {
  readonly kind: 'audio' | 'video'
  readonly id = crypto.randomUUID()
  readonly readyState = 'live'
  readonly shot: Shot
  enabled = true

  constructor(shot: Shot) {
    super()
    this.kind = shot.kind
    this.shot = shot
  }

  getSettings(): object {
    return this.shot.size ?? {}
  }

  stop(): void {
    // Nobody's light goes out.
  }
}

export const trackOf = (shot: Shot): MediaStreamTrack => new Track(shot) as never

type Encodings = types.HandlerSendOptions['encodings']

/** One track on its way to the sfu: of each layer a stream. */
class Mouth {
  readonly #streams: readonly worker.Consumer[]

  constructor(streams: readonly worker.Consumer[]) {
    this.#streams = streams
  }

  get id(): string {
    return this.#streams[0]?.id ?? ''
  }

  /** All layers as one track, told apart by their SSRC. */
  rtpParameters(wished: Encodings = []): types.RtpParameters {
    const [first] = this.#streams
    if (first === undefined) throw new Error('this track sends nothing')
    const { mid: _, ...common } = first.rtpParameters as types.RtpParameters
    const encodings = this.#streams.flatMap(({ rtpParameters }, n) => {
      const { scalabilityMode } = wished[n] ?? {}
      const mode = scalabilityMode === undefined ? {} : { scalabilityMode }
      return (rtpParameters.encodings ?? []).map((one) => ({ ...one, ...mode }))
    })
    return { ...common, encodings }
  }

  /** Layers that nobody takes are switched off by it, as at a browser's. */
  get sender(): RTCRtpSender {
    const streams = this.#streams
    const getParameters = () => ({ encodings: streams.map(({ paused }) => ({ active: !paused })) })
    const setParameters = async ({ encodings }: { encodings: { active: boolean }[] }) => {
      await Promise.all(
        streams.map((stream, n) =>
          encodings[n]?.active === false ? stream.pause() : stream.resume(),
        ),
      )
    }
    return { getParameters, setParameters } as never
  }

  async pause(): Promise<void> {
    await Promise.all(this.#streams.map((stream) => stream.pause()))
  }

  async resume(): Promise<void> {
    await Promise.all(this.#streams.map((stream) => stream.resume()))
  }

  close(): void {
    for (const stream of this.#streams) stream.close()
  }
}

const cheap = 'Cheap'

class CheapHandler extends HandlerInterface {
  readonly #studio: Studio
  readonly #options: types.HandlerOptions
  readonly #ear: number
  readonly #ears = new Map<string, worker.Producer>()
  readonly #mouths = new Map<string, Mouth>()
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

  async send({ track, encodings }: types.HandlerSendOptions): Promise<types.HandlerSendResult> {
    const { layers } = (track as unknown as Track).shot
    const transport = await this.#ready()
    const { rtpCapabilities } = this.#studio.router
    const mouth = new Mouth(
      await Promise.all(
        layers.map(({ id: producerId }) => transport.consume({ producerId, rtpCapabilities })),
      ),
    )
    this.#mouths.set(mouth.id, mouth)
    const rtpParameters = mouth.rtpParameters(encodings)
    return { localId: mouth.id, rtpParameters, rtpSender: mouth.sender }
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
      track: trackOf({ kind: 'audio', layers: [] }),
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
export async function cheapEngine(studio: Studio, ear: number): Promise<Engine> {
  const native = studio.router.rtpCapabilities as types.RtpCapabilities
  const device = await Device.factory({
    handlerFactory: {
      name: cheap,
      factory: (options) => new CheapHandler(studio, options, ear),
      getNativeRtpCapabilities: () => Promise.resolve(structuredClone(native)),
    },
  })
  await device.load({ routerRtpCapabilities: native })
  return { device, svc: false }
}
