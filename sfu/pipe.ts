// One pipe between this router and another, in one direction: encrypted, with retransmission. It carries
// all encodings of a source as they were sent.
import type { types } from 'mediasoup'
import type { Offer, PipeEnd, Place, SfuInput } from '../shared/contract/sfu.ts'
import type { SourceId } from '../shared/ids.ts'
import type { PipeConfig } from './config.ts'
import { toContractRtp } from './rtp.ts'
import type { NewSource } from './sources.ts'
import type { Source } from './source.ts'

export interface PipeParts {
  readonly router: types.Router
  readonly listen: PipeConfig
}

export const isSameEnd = (a: PipeEnd, b: PipeEnd): boolean =>
  a.ip === b.ip && a.port === b.port && a.srtpParameters.keyBase64 === b.srtpParameters.keyBase64

function openTransport({ router, listen }: PipeParts): Promise<types.PipeTransport> {
  const { ip, announced, ports } = listen
  const range = ports === null ? {} : { portRange: ports }
  return router.createPipeTransport({
    listenInfo: { protocol: 'udp', ip, announcedAddress: announced, ...range },
    enableSrtp: true,
    enableRtx: true,
  })
}

function endOf({ tuple, srtpParameters }: types.PipeTransport): PipeEnd {
  if (srtpParameters === undefined) throw new Error('a pipe without keys')
  return { ip: tuple.localAddress, port: tuple.localPort, srtpParameters }
}

type Demanded = SfuInput<'pipe.demand'>['demands'][number]

type Counted = 'rtpBytesReceived' | 'rtpBytesSent'

/** For how long nothing passed an end of a pipe, by what its worker counts. */
class Idle {
  readonly #transport: Promise<types.PipeTransport>
  readonly #counted: Counted
  #bytes = 0
  #since = performance.now()

  constructor(transport: Promise<types.PipeTransport>, counted: Counted) {
    this.#transport = transport
    this.#counted = counted
  }

  get ms(): number {
    return performance.now() - this.#since
  }

  async look(): Promise<void> {
    // One that closed under the question says nothing.
    const stats = await this.#transport.then((transport) => transport.getStats()).catch(() => [])
    const bytes = stats[0]?.[this.#counted] ?? this.#bytes
    if (bytes === this.#bytes) return
    this.#bytes = bytes
    this.#since = performance.now()
  }
}

/** From another router to this one. */
export class Incoming {
  readonly from: Place
  readonly idle: Idle
  readonly #transport: Promise<types.PipeTransport>
  #bound: { readonly remote: PipeEnd; readonly done: Promise<void> } | null = null

  constructor(parts: PipeParts, from: Place) {
    this.from = from
    this.#transport = openTransport(parts)
    this.idle = new Idle(this.#transport, 'rtpBytesReceived')
  }

  async end(): Promise<PipeEnd> {
    return endOf(await this.#transport)
  }

  /** False when it is bound to another end already. */
  async bind(remote: PipeEnd): Promise<boolean> {
    this.#bound ??= { remote, done: this.#connect(remote) }
    await this.#bound.done
    return isSameEnd(this.#bound.remote, remote)
  }

  /** How the room gets the source that is offered. */
  bring({ rtpParameters }: Offer): NewSource['produce'] {
    return async (options) => (await this.#transport).produce({ ...options, rtpParameters })
  }

  close(): void {
    void this.#transport.then(
      (transport) => {
        transport.close()
      },
      () => undefined,
    )
  }

  async #connect(remote: PipeEnd): Promise<void> {
    await (await this.#transport).connect(remote)
  }
}

interface Carried {
  readonly source: Source
  readonly consumer: Promise<types.Consumer>
}

/** From this router to another one. */
export class Outgoing {
  readonly to: Place
  readonly remote: PipeEnd
  readonly idle: Idle
  readonly #transport: Promise<types.PipeTransport>
  readonly #carried = new Map<SourceId, Carried>()

  constructor(parts: PipeParts, to: Place, remote: PipeEnd) {
    this.to = to
    this.remote = remote
    this.#transport = this.#open(parts)
    this.idle = new Idle(this.#transport, 'rtpBytesSent')
  }

  get sources(): readonly SourceId[] {
    return [...this.#carried.keys()]
  }

  async end(): Promise<PipeEnd> {
    return endOf(await this.#transport)
  }

  async carry(source: Source): Promise<Offer> {
    const { id, kind, owner, heights } = source
    const { consumer } = this.#carried.get(id) ?? this.#consume(source)
    const { rtpParameters, producerPaused: paused } = await consumer
    const offer = { source: id, kind, owner, paused, rtpParameters: toContractRtp(rtpParameters) }
    return heights.length === 0 ? offer : { ...offer, heights: [...heights] }
  }

  /** So much of it is taken there, and by everybody or not. */
  demand({ source: id, layer, plain = false }: Demanded): void {
    const source = this.#carried.get(id)?.source
    source?.take(this.to.incarnation, layer)
    if (plain) source?.needPlain()
  }

  drop(id: SourceId): void {
    const carried = this.#carried.get(id)
    if (carried === undefined) return
    this.#forget(id, carried)
    void carried.consumer.then(
      (consumer) => {
        consumer.close()
      },
      () => undefined,
    )
  }

  close(): void {
    for (const [id, carried] of this.#carried) this.#forget(id, carried)
    void this.#transport.then(
      (transport) => {
        transport.close()
      },
      () => undefined,
    )
  }

  async #open(parts: PipeParts): Promise<types.PipeTransport> {
    const transport = await openTransport(parts)
    await transport.connect(this.remote)
    return transport
  }

  #consume(source: Source): Carried {
    const { id, producer } = source
    const consumer = this.#transport.then((transport) =>
      transport.consume({ producerId: producer.id }),
    )
    const carried = { source, consumer }
    this.#carried.set(id, carried)
    // All of it, until it is told from there how much is taken.
    source.take(this.to.incarnation, source.top)
    const forget = (): void => {
      this.#forget(id, carried)
    }
    consumer.then((made) => made.observer.once('close', forget), forget)
    return carried
  }

  #forget(id: SourceId, carried: Carried): void {
    if (this.#carried.get(id) !== carried) return
    this.#carried.delete(id)
    carried.source.leave(this.to.incarnation)
  }
}
