// Bits per second in and out of each worker, and what they come by; sampled rarely, since it costs one
// question per transport.
import type { Incarnation } from '../shared/ids.ts'
import type { MediaRoom } from './mediaRoom.ts'

const sampleMs = 10_000

interface Bits {
  readonly bitsInPerSecond: number
  readonly bitsOutPerSecond: number
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

export class Throughput {
  #sample: Sample = { bits: new Map(), paths: { udp: 0, tcp: 0 } }
  #at = 0
  #running = false

  of(worker: Incarnation): Bits {
    return this.#sample.bits.get(worker) ?? none
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
      this.#at = performance.now()
    } finally {
      this.#running = false
    }
  }
}

async function sample(rooms: readonly MediaRoom[]): Promise<Sample> {
  const bits = new Map<Incarnation, Bits>()
  const paths = { udp: 0, tcp: 0 }
  const transports = rooms.flatMap((room) =>
    room.peers.flatMap((peer) => peer.transports.map((transport) => ({ room, transport }))),
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
