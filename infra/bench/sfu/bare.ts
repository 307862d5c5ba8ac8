// mediasoup as it is, with the settings of our sfu and nothing else: one worker, one router, a transport for
// each peer.
import { createWorker, type types } from 'mediasoup'
import { codecs, type RtpParameters } from '../../../shared/contract/sfu.ts'
import { answerOf, type Answer, type Forwarder, type Own } from './forwarder.ts'

export class Bare implements Forwarder {
  readonly #worker: types.Worker
  readonly #router: types.Router
  readonly #server: types.WebRtcServer
  readonly #producers: types.Producer[] = []

  private constructor(worker: types.Worker, router: types.Router, server: types.WebRtcServer) {
    this.#worker = worker
    this.#router = router
    this.#server = server
  }

  static async open(): Promise<Bare> {
    const workerBin = process.env['MEDIASOUP_WORKER_BIN']
    const worker = await createWorker({ logLevel: 'warn', ...(workerBin && { workerBin }) })
    const ip = '127.0.0.1'
    const server = await worker.createWebRtcServer({
      listenInfos: [
        { protocol: 'udp', ip },
        { protocol: 'tcp', ip },
      ],
    })
    return new Bare(worker, await worker.createRouter({ mediaCodecs: [...codecs] }), server)
  }

  get pids(): readonly number[] {
    return this.workers
  }

  get workers(): readonly number[] {
    return [this.#worker.pid]
  }

  async publish(own: Own, rtp: RtpParameters): Promise<Answer> {
    const transport = await this.#transport(own)
    const rtpParameters = rtp as types.RtpParameters
    this.#producers.push(await transport.produce({ kind: 'video', rtpParameters }))
    return answerOf(transport)
  }

  async subscribe(own: Own, count: number): Promise<Answer> {
    const transport = await this.#transport(own)
    const { rtpCapabilities } = this.#router
    for (const { id: producerId } of this.#producers.slice(0, count)) {
      const options = { producerId, rtpCapabilities, paused: true, enableRtx: true }
      const consumer = await transport.consume(options)
      await consumer.resume()
    }
    return answerOf(transport)
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#worker.close()
    return Promise.resolve()
  }

  async #transport({ fingerprints }: Own): Promise<types.WebRtcTransport> {
    const transport = await this.#router.createWebRtcTransport({
      webRtcServer: this.#server,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      iceConsentTimeout: 10,
      initialAvailableOutgoingBitrate: 1_200_000,
    })
    await transport.connect({ dtlsParameters: { role: 'client', fingerprints } })
    return transport
  }
}
