// Leases on a real PostgreSQL, whose clock decides; the node's own timers are moved by hand.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Pool } from 'pg'
import { freshDatabase, type FreshDatabase } from '../../infra/test/postgres.ts'
import type { Incarnation } from '../../shared/ids.ts'
import type { Clock } from '../clock.ts'
import { migrate } from '../storage/migrate.ts'
import { openPools, type Pools } from '../storage/pools.ts'
import { Leases, type NodeKind } from './leases.ts'

let db: FreshDatabase
let pools: Pools
beforeAll(async () => {
  db = await freshDatabase()
  await migrate(db.url)
  pools = openPools({ url: db.url })
})
afterAll(async () => {
  await pools.close()
  await db[Symbol.asyncDispose]()
})
beforeEach(() => pools.read.query('DELETE FROM leases'))

const until = { timeout: 60_000 }
const times = { leaseMs: 10_000, renewMs: 3_000, keepMs: 60_000 }

/** A node's timers: they fire when the test says that time has passed. */
class HandClock implements Clock {
  #elapsed = 0
  readonly #timers = new Set<{ at: number; callback: () => void }>()

  now(): number {
    return this.#elapsed
  }

  elapsed(): number {
    return this.#elapsed
  }

  delay(ms: number, callback: () => void): () => void {
    const timer = { at: this.#elapsed + ms, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  pass(ms: number): void {
    this.#elapsed += ms
    for (const timer of this.#timers) {
      if (timer.at > this.#elapsed) continue
      this.#timers.delete(timer)
      timer.callback()
    }
  }
}

async function begin(node: string, kind: NodeKind = 'server', pool: Pool = pools.read) {
  const clock = new HandClock()
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const leases = await Leases.start({ pool, clock, kind, node, onError, times })
  const lost: Incarnation[] = []
  const gone: Incarnation[] = []
  leases.onLost((incarnation) => lost.push(incarnation))
  leases.onNodeLost((incarnation) => gone.push(incarnation))
  return { leases, clock, errors, lost, gone }
}

/** What others see when nobody renews for longer than a lease lasts. */
async function runOut(incarnation: Incarnation): Promise<void> {
  const text = 'UPDATE leases SET expires_at = expires_at - 11000 WHERE incarnation = $1'
  await pools.read.query(text, [incarnation])
}

async function renewed(node: Awaited<ReturnType<typeof begin>>): Promise<void> {
  node.clock.pass(times.renewMs)
  // The beat plans the next one when it is done.
  await expect.poll(() => node.leases.beating, until).toBe(false)
}

describe('leases', () => {
  it('tell who lives, by kind', async () => {
    const [a, b, media] = [await begin('a'), await begin('b'), await begin('m', 'sfu')]
    await renewed(a)
    const names = (kind?: NodeKind) => a.leases.live(kind).map(({ node }) => node)
    expect([names().toSorted(), names('sfu'), names('recorder')]).toEqual([['a', 'b'], ['m'], []])
    expect(a.leases.isLive(b.leases.incarnation)).toBe(true)
    await Promise.all([a, b, media].map(({ leases }) => leases.close()))
  })

  it('are over at once for whoever closes', async () => {
    const [a, b] = [await begin('a'), await begin('b')]
    const ended = b.leases.incarnation
    await b.leases.close()
    await renewed(a)
    expect(a.leases.isLive(ended)).toBe(false)
    expect(a.gone).toEqual([ended])
    await renewed(a)
    expect(a.gone).toEqual([ended])
    await a.leases.close()
  })

  it('that ran out are told to everybody, and to nodes that begin later', async () => {
    const [a, b] = [await begin('a'), await begin('b')]
    await runOut(b.leases.incarnation)
    await renewed(a)
    expect(a.gone).toEqual([b.leases.incarnation])
    const late = await begin('late')
    expect(late.gone).toEqual([b.leases.incarnation])
    await Promise.all([a, b, late].map(({ leases }) => leases.close()))
  })

  it('are never renewed once over: the node begins anew and is told', async () => {
    const a = await begin('a')
    const first = a.leases.incarnation
    await runOut(first)
    await renewed(a)
    expect(a.lost).toEqual([first])
    expect(a.leases.incarnation).not.toBe(first)
    await expect.poll(() => a.leases.held, until).toBe(true)
    await renewed(a)
    expect(a.leases.live().map(({ incarnation }) => incarnation)).toEqual([a.leases.incarnation])
    expect(a.gone).toEqual([first])
    await a.leases.close()
  })

  it('are lost by a node that cannot reach PostgreSQL in time', async () => {
    const own = openPools({ url: db.url })
    const a = await begin('a', 'server', own.read)
    const first = a.leases.incarnation
    await own.close()
    a.clock.pass(times.leaseMs - 1)
    expect([a.lost, a.leases.held]).toEqual([[], true])
    a.clock.pass(1)
    expect([a.lost, a.leases.held]).toEqual([[first], false])
    expect(a.leases.isLive(first)).toBe(false)
    await expect.poll(() => a.errors.length, until).toBeGreaterThan(0)
    await a.leases.close()
  })
})
