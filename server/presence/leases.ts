// Which runs of which nodes live, by PostgreSQL's word. A node holds one lease per run (incarnation) and
// renews it; presence of people hangs on it. It knows nothing of rooms.
//
//   const leases = await Leases.start({ pool: pools.read, clock, kind: 'server', node: 'a', onError })
//   leases.incarnation; leases.isLive(other); leases.live()
//   leases.onLost(() => …)       // this node's own: close sockets; `incarnation` is a new one already
//   leases.onNodeLost((gone) => …)  // another's; at least once on every node, so be idempotent
import type { Pool } from 'pg'
import { z } from 'zod'
import { newId, type Incarnation } from '../../shared/ids.ts'
import { every, type Clock, type Stop } from '../clock.ts'
import { rows, run } from '../storage/query.ts'

export type NodeKind = 'server' | 'sfu' | 'recorder'

export interface LeaseTimes {
  /** How long a lease lasts without being renewed. */
  readonly leaseMs: number
  readonly renewMs: number
  /** How long others can learn that it is over. */
  readonly keepMs: number
}

const usual: LeaseTimes = { leaseMs: 10_000, renewMs: 3_000, keepMs: 24 * 60 * 60 * 1_000 }

export interface LeasesOptions {
  readonly pool: Pool
  readonly clock: Clock
  readonly kind: NodeKind
  /** The node's name, for people. */
  readonly node: string
  /** Told of renewals that failed and of listeners that threw. */
  readonly onError: (error: unknown) => void
  /** What the node says of itself, for whoever operates it. */
  readonly facts?: () => object
  readonly times?: LeaseTimes
}

export interface LiveNode {
  readonly incarnation: Incarnation
  readonly kind: NodeKind
  readonly node: string
}

const nowMs = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint'

const sql = {
  begin: `
    INSERT INTO leases (incarnation, kind, node, started_at, expires_at, facts)
    VALUES ($1, $2, $3, ${nowMs}, ${nowMs} + $4, $5)`,
  /** A lease that is over is never renewed: others may have acted on it. */
  renew: `
    UPDATE leases SET expires_at = ${nowMs} + $2, facts = $3
    WHERE incarnation = $1 AND expires_at > ${nowMs}`,
  end: `UPDATE leases SET expires_at = ${nowMs} WHERE incarnation = $1 AND expires_at > ${nowMs}`,
  all: `SELECT incarnation, kind, node, expires_at > ${nowMs} AS live FROM leases ORDER BY incarnation`,
  forget: `DELETE FROM leases WHERE expires_at < ${nowMs} - $1`,
}

const leaseRow = z.object({
  incarnation: z.string().transform((value) => value as Incarnation),
  kind: z.enum(['server', 'sfu', 'recorder']),
  node: z.string(),
  live: z.boolean(),
})

const nothing = () => ({})

type Listener = (incarnation: Incarnation) => void

export class Leases implements AsyncDisposable {
  readonly #options: LeasesOptions
  readonly #times: LeaseTimes
  readonly #lostListeners = new Set<Listener>()
  readonly #nodeLostListeners = new Set<Listener>()
  /** Ended runs that the listeners here have heard of. */
  readonly #told = new Set<Incarnation>()
  #incarnation = newId<'incarnation'>()
  #live: readonly LiveNode[] = []
  /** `clock.elapsed()` until which the lease surely lasts. */
  #lastsUntil = 0
  #held = false
  #answered = true
  #beating = false
  #beginning: Promise<void> | null = null
  #stop: Stop = () => undefined
  #cancelExpiry: Stop = () => undefined

  private constructor(options: LeasesOptions) {
    this.#options = options
    this.#times = options.times ?? usual
  }

  static async start(options: LeasesOptions): Promise<Leases> {
    const leases = new Leases(options)
    await leases.#begin()
    await leases.#look()
    leases.#stop = every(options.clock, leases.#times.renewMs, () => leases.#beat())
    return leases
  }

  /** This run's id; a new one from the moment `onLost` is called. */
  get incarnation(): Incarnation {
    return this.#incarnation
  }

  /** False between losing a lease and holding the next: accept nobody. */
  get held(): boolean {
    return this.#held
  }

  /** Whether PostgreSQL answered when it was asked last. */
  get answered(): boolean {
    return this.#answered
  }

  /** True while it talks with PostgreSQL to renew and to look who lives. */
  get beating(): boolean {
    return this.#beating
  }

  /** The nodes of a kind whose lease lasts, as of the last look (at most `renewMs` ago). */
  live(kind: NodeKind = this.#options.kind): readonly LiveNode[] {
    return this.#live.filter((node) => node.kind === kind)
  }

  /** An incarnation nobody knows is not live. */
  isLive(incarnation: Incarnation): boolean {
    return this.#live.some((node) => node.incarnation === incarnation)
  }

  /** Hears the incarnation that this node has lost. */
  onLost(listener: Listener): Stop {
    return listen(this.#lostListeners, listener)
  }

  /** Hears every other incarnation that is over, also those that ended before this node began. */
  onNodeLost(listener: Listener): Stop {
    for (const incarnation of this.#told) this.#tell([listener], incarnation)
    return listen(this.#nodeLostListeners, listener)
  }

  #begin(): Promise<void> {
    this.#beginning ??= this.#beginNow().finally(() => {
      this.#beginning = null
    })
    return this.#beginning
  }

  async #beginNow(): Promise<void> {
    const { pool, clock, kind, node, facts = nothing } = this.#options
    const asked = clock.elapsed()
    const values = [this.#incarnation, kind, node, this.#times.leaseMs, facts()]
    try {
      await run(pool, { name: 'leaseBegin', text: sql.begin, values })
    } catch (error) {
      // The lost answer may have begun a lease that is older than we could tell: never use its id.
      this.#incarnation = newId()
      throw error
    }
    this.#held = true
    this.#extend(asked)
  }

  async #beat(): Promise<void> {
    this.#beating = true
    try {
      if (this.#held) await this.#renew()
      else await this.#begin()
      await this.#look()
      this.#answered = true
    } catch (error) {
      this.#answered = false
      this.#options.onError(error)
    } finally {
      this.#beating = false
    }
  }

  async #renew(): Promise<void> {
    const { pool, clock, facts = nothing } = this.#options
    const asked = clock.elapsed()
    const incarnation = this.#incarnation
    const values = [incarnation, this.#times.leaseMs, facts()]
    const renewed = await run(pool, { name: 'leaseRenew', text: sql.renew, values })
    // The lease may have run out, and the next have begun, while the answer was on its way.
    if (incarnation !== this.#incarnation) return
    if (renewed === 1) this.#extend(asked)
    else await this.#lose()
  }

  /** Counted from when it was asked for, so that this node gives up before others say it is gone. */
  #extend(asked: number): void {
    const { clock } = this.#options
    this.#lastsUntil = asked + this.#times.leaseMs
    this.#cancelExpiry()
    this.#cancelExpiry = clock.delay(this.#lastsUntil - clock.elapsed(), () => void this.#lose())
  }

  async #lose(): Promise<void> {
    if (!this.#held) return
    const lost = this.#incarnation
    this.#held = false
    this.#cancelExpiry()
    this.#incarnation = newId()
    this.#live = this.#live.filter(({ incarnation }) => incarnation !== lost)
    this.#tell(this.#lostListeners, lost)
    // With PostgreSQL away this fails, and the next beat tries again.
    await this.#begin().catch(this.#options.onError)
  }

  async #look(): Promise<void> {
    const { pool } = this.#options
    const found = await rows(pool, { name: 'leases', text: sql.all }, leaseRow)
    this.#live = found.filter(({ live }) => live)
    const over = found.filter(({ live, incarnation }) => !live && !this.#told.has(incarnation))
    for (const { incarnation } of over) {
      if (incarnation === this.#incarnation) continue
      this.#told.add(incarnation)
      this.#tell(this.#nodeLostListeners, incarnation)
    }
    const values = [this.#times.keepMs]
    await run(pool, { name: 'leasesForget', text: sql.forget, values })
    const kept = new Set(found.map(({ incarnation }) => incarnation))
    for (const incarnation of this.#told) if (!kept.has(incarnation)) this.#told.delete(incarnation)
  }

  #tell(listeners: Iterable<Listener>, incarnation: Incarnation): void {
    for (const listener of listeners) {
      try {
        listener(incarnation)
      } catch (error) {
        this.#options.onError(error)
      }
    }
  }

  /** Ends this run at once, so that nobody has to wait for the lease to run out. */
  async close(): Promise<void> {
    this.#stop()
    this.#cancelExpiry()
    if (!this.#held) return
    this.#held = false
    const values = [this.#incarnation]
    await run(this.#options.pool, { text: sql.end, values }).catch(this.#options.onError)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function listen(listeners: Set<Listener>, listener: Listener): Stop {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
