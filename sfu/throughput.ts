// Bits per second in and out of each worker, sampled rarely: it costs one question per transport.
import type { Incarnation } from '../shared/ids.ts'
import type { MediaRoom } from './mediaRoom.ts'

const sampleMs = 10_000

interface Bits {
  readonly bitsInPerSecond: number
  readonly bitsOutPerSecond: number
}

const none: Bits = { bitsInPerSecond: 0, bitsOutPerSecond: 0 }

export class Throughput {
  #sample = new Map<Incarnation, Bits>()
  #at = 0
  #running = false

  of(worker: Incarnation): Bits {
    return this.#sample.get(worker) ?? none
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

async function sample(rooms: readonly MediaRoom[]): Promise<Map<Incarnation, Bits>> {
  const bits = new Map<Incarnation, Bits>()
  const transports = rooms.flatMap((room) =>
    room.peers.flatMap((peer) => peer.transports.map((transport) => ({ room, transport }))),
  )
  await Promise.all(
    transports.map(async ({ room, transport }) => {
      // A transport that closed under the question counts nothing.
      const figures = await transport.stats().catch(() => none)
      const { incarnation } = room.place
      const sum = bits.get(incarnation) ?? none
      bits.set(incarnation, {
        bitsInPerSecond: sum.bitsInPerSecond + figures.bitsInPerSecond,
        bitsOutPerSecond: sum.bitsOutPerSecond + figures.bitsOutPerSecond,
      })
    }),
  )
  return bits
}
