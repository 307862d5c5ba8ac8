// One source on its way to one peer: in which layer, how urgent, and what holds it back. It flows once the browser
// is ready for it and as long as nothing holds it.
import { parseScalabilityMode, type types } from 'mediasoup'
import type { Consumer, Look, RtpCapabilities } from '../shared/contract/sfu.ts'
import { flowOf, isRead, layerFor, priorityOf, ratesFor } from './layers.ts'
import { toContractRtp } from './rtp.ts'
import type { Stream } from './scarcity.ts'
import type { Hold, Receiver, Source } from './source.ts'

/** Of mediasoup's scores, 0 to 10: below, a sixth of the packets does not arrive. */
const soundScore = 5

interface ReceptionParts {
  readonly source: Source
  readonly transport: types.WebRtcTransport
  readonly rtpCapabilities: RtpCapabilities
  readonly look: Look | undefined
  readonly asOf: number
}

export class Reception implements Receiver {
  readonly source: Source
  readonly consumer: types.Consumer
  /** As of which fact it is known that this may be received. */
  asOf: number
  readonly #holds = new Set<Hold>()
  /** At so many frame rates each layer can come … */
  readonly #rates: number
  /** … and at so many it is wanted. */
  #wantedRates: number
  #ready = false
  #flows = false
  #layer: number
  /** Kept in its lowest layer. */
  #small = false
  #priority = 1

  private constructor({ source, look, asOf }: ReceptionParts, consumer: types.Consumer) {
    this.source = source
    this.consumer = consumer
    this.asOf = asOf
    this.#layer = source.top
    const { scalabilityMode } = consumer.rtpParameters.encodings?.[0] ?? {}
    this.#rates = parseScalabilityMode(scalabilityMode).temporalLayers
    this.#wantedRates = this.#rates
    if (!source.audible) this.#holds.add('quiet')
    source.watchedBy(this)
    this.see(look)
  }

  /** Null when the source or the peer closed meanwhile. */
  static async open(parts: ReceptionParts): Promise<Reception | null> {
    const { source, transport, rtpCapabilities } = parts
    const consumer = await transport
      // Lost sound is worth sending again too, where a browser asks for it.
      .consume({ producerId: source.producer.id, rtpCapabilities, paused: true, enableRtx: true })
      .catch(() => null)
    return consumer === null || consumer.closed ? null : new Reception(parts, consumer)
  }

  get description(): Consumer {
    const { id, kind, owner } = this.source
    const rtpParameters = toContractRtp(this.consumer.rtpParameters)
    const { participant } = owner
    return { id: this.consumer.id, source: id, participant, kind, rtpParameters }
  }

  /** How the link carries it; null when it plays no part in that. */
  get stream(): Stream | null {
    const { source, consumer } = this
    if (!this.#ready || source.paused || source.top === 0) return null
    const { kind } = source
    const wanted = Math.min(this.#layer, source.sent)
    const came = consumer.paused ? undefined : (consumer.currentLayers ?? undefined)
    const flow = flowOf({ kind, rates: this.#wantedRates, wanted }, came)
    const weight = isRead(kind) ? 'screen' : 'camera'
    const lossy = !consumer.paused && consumer.score.score < soundScore
    return { source: source.id, kind: weight, priority: this.#priority, flow, lossy }
  }

  /** The browser is ready for it. */
  resume(): Promise<void> {
    this.#ready = true
    return this.#settle()
  }

  hold(why: Hold, held: boolean): void {
    if (held) this.#holds.add(why)
    else this.#holds.delete(why)
    attempt(this.#settle())
  }

  /** So large and so urgent from now on; nothing is known of the looks of older clients. */
  see(look: Look | undefined): void {
    if (!this.source.isVideo) return
    const layer = layerFor(this.source, look)
    this.source.take(this.consumer.id, layer)
    const rates = ratesFor(this.source, this.#rates, look)
    this.#prefer({ layer, rates })
    const priority = priorityOf(this.source, look)
    if (priority === this.#priority) return
    this.#priority = priority
    attempt(this.consumer.setPriority(priority))
  }

  /** While others wait for room nothing grows: what is larger would burst into a link that just carries it. */
  keepSmall(small: boolean): void {
    if (this.source.top > 0 && !isRead(this.source.kind)) this.#prefer({ small })
  }

  close(): void {
    this.consumer.close()
  }

  #prefer({ layer = this.#layer, small = this.#small, rates = this.#wantedRates }): void {
    const before = this.#preferred
    this.#layer = layer
    this.#small = small
    this.#wantedRates = rates
    const now = this.#preferred
    if (now.spatialLayer === before.spatialLayer && now.temporalLayer === before.temporalLayer)
      return
    attempt(this.consumer.setPreferredLayers(now))
  }

  get #preferred() {
    return { spatialLayer: this.#small ? 0 : this.#layer, temporalLayer: this.#wantedRates - 1 }
  }

  async #settle(): Promise<void> {
    const flows = this.#ready && this.#holds.size === 0
    if (flows === this.#flows || this.consumer.closed) return
    this.#flows = flows
    await (flows ? this.consumer.resume() : this.consumer.pause())
  }
}

/** It fails only when the consumer or its worker is gone, which is told elsewhere. */
function attempt(asked: Promise<void>): void {
  asked.catch(() => undefined)
}
