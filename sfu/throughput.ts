// Bits and packets per second through each worker, and what they come by; sampled rarely, since it costs one
// question per transport and consumer.
import type { Incarnation } from '../shared/ids.ts'
import { MediaPeer } from './mediaPeer.ts'
import type { MediaRoom } from './mediaRoom.ts'

const sampleMs = 10_000

interface Bits {
  readonly bitsInPerSecond: number
  readonly bitsOutPerSecond: number
}

interface Traffic extends Bits {
  readonly packetsOutPerSecond: number
}

/** Transports that packets pass on. */
export interface Paths {
  readonly udp: number
  readonly tcp: number
}

interface Sample {
  readonly bits: ReadonlyMap<Incarnation, Bits>
  readonly paths: Paths
}

const none: Bits = { bitsInPerSecond: 0, bitsOutPerSecond: 0 }

/** So many consumers are asked at once, or all else would wait for the answers. */
const askedAtOnce = 100

export class Throughput {
  #sample: Sample = { bits: new Map(), paths: { udp: 0, tcp: 0 } }
  /** What each consumer had sent when it was asked last. */
  #sent: ReadonlyMap<string, number> = new Map()
  #packets: ReadonlyMap<Incarnation, number> = new Map()
  /** The first sample is due at once. */
  #at = -sampleMs
  #running = false

  of(worker: Incarnation): Traffic {
    const bits = this.#sample.bits.get(worker) ?? none
    return { ...bits, packetsOutPerSecond: this.#packets.get(worker) ?? 0 }
  }

  get paths(): Paths {
    return this.#sample.paths
  }

  /** Cheap to call often: measures only when the last sample is old. */
  async measure(rooms: readonly MediaRoom[]): Promise<void> {
    if (this.#running || performance.now() - this.#at < sampleMs) return
    this.#running = true
    try {
      this.#sample = await sample(rooms)
      await this.#count(rooms)
    } finally {
      this.#running = false
    }
  }

  async #count(rooms: readonly MediaRoom[]): Promise<void> {
    const now = performance.now()
    const sent = new Map<string, number>()
    const packets = new Map<Incarnation, number>()
    for (const { incarnation, id, count } of await sentBy(rooms)) {
      sent.set(id, count)
      const since = Math.max(0, count - (this.#sent.get(id) ?? 0)) / ((now - this.#at) / 1_000)
      packets.set(incarnation, (packets.get(incarnation) ?? 0) + since)
    }
    this.#sent = sent
    this.#packets = packets
    this.#at = now
  }
}

interface Sent {
  readonly incarnation: Incarnation
  /** Of the consumer. */
  readonly id: string
  readonly count: number
}

async function sentBy(rooms: readonly MediaRoom[]): Promise<Sent[]> {
  const consumers = rooms.flatMap(({ peers, taps, place: { incarnation } }) => {
    const watched = peers.flatMap((peer) => (peer instanceof MediaPeer ? peer.watched : []))
    return [...watched, ...taps.all].map(({ consumer }) => ({ incarnation, consumer }))
  })
  const all: Sent[] = []
  for (let from = 0; from < consumers.length; from += askedAtOnce) {
    const asked = consumers
      .slice(from, from + askedAtOnce)
      .map(async ({ incarnation, consumer }) => {
        // One that closed under the question counts nothing.
        const stats = await consumer.getStats().catch(() => [])
        const out = stats.find(({ type }) => type === 'outbound-rtp')
        return { incarnation, id: consumer.id, count: out?.packetCount ?? 0 }
      })
    all.push(...(await Promise.all(asked)))
  }
  return all
}

async function sample(rooms: readonly MediaRoom[]): Promise<Sample> {
  const bits = new Map<Incarnation, Bits>()
  const paths = { udp: 0, tcp: 0 }
  const transports = rooms.flatMap((room) =>
    [...room.peers.flatMap((peer) => peer.transports), ...room.taps.all].map((transport) => ({
      room,
      transport,
    })),
  )
  await Promise.all(
    transports.map(async ({ room, transport }) => {
      // A transport that closed under the question counts nothing.
      const figures = await transport.stats().catch(() => ({ ...none, protocol: null }))
      const { protocol } = figures
      if (protocol === 'udp' || protocol === 'tcp') paths[protocol] += 1
      const { incarnation } = room.place
      const sum = bits.get(incarnation) ?? none
      bits.set(incarnation, {
        bitsInPerSecond: sum.bitsInPerSecond + figures.bitsInPerSecond,
        bitsOutPerSecond: sum.bitsOutPerSecond + figures.bitsOutPerSecond,
      })
    }),
  )
  return { bits, paths }
}
