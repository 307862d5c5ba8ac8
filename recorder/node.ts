// This node: the body of every request a server may make, and what it tells them. What comes in and what is made of
// it are its parts' own.
import { EventEmitter, once } from 'node:events'
import type { NodeEvent, NodeHandlers } from '../shared/contract/nodeContract.ts'
import type {
  LiveBroadcast,
  RecorderContract,
  RecorderInput,
  RecorderReport,
  RefusalReason,
} from '../shared/contract/recorder.ts'
import {
  newId,
  type BroadcastId,
  type Incarnation,
  type RoomId,
  type StreamKeyId,
} from '../shared/ids.ts'
import { version } from '../shared/version.ts'
import type { OneClock } from './oneClock.ts'

export interface NodeParts {
  readonly name: string
  /** The address that encoders are told; null where none comes in. */
  readonly ingestAddress: string | null
  /** Whether smaller pictures can be made. */
  readonly encodes: boolean
  readonly reportMs: number
  readonly clock: Pick<OneClock, 'set'>
  readonly broadcasts: {
    readonly all: readonly LiveBroadcast[]
    /** Throws `missing`. */
    assign(broadcast: BroadcastId, room: RoomId): void
    /** Sends its encoder away; what is over or gone already is fine. */
    end(broadcast: BroadcastId, reason: RecorderInput<'end'>['reason']): void
    trust(issuer: string, keys: RecorderInput<'trust'>['keys']): void
  }
  readonly ingest: {
    /** All stream keys there are from now on. */
    load(keys: RecorderInput<'keys'>['keys']): void
  }
}

interface NodeEvents {
  announced: NodeEvent<RecorderContract>
}

const isOnAir = ({ state }: LiveBroadcast): boolean => state !== 'over'

export class RecorderNode extends EventEmitter<NodeEvents> {
  readonly name: string
  readonly incarnations: readonly Incarnation[] = [newId()]
  readonly #parts: NodeParts
  readonly #reporting: NodeJS.Timeout
  #keysAsOf = -1
  #keys = 0
  #draining = false
  #used = process.cpuUsage()
  #measuredAt = performance.now()
  #cpu = 0

  constructor(parts: NodeParts) {
    super()
    this.name = parts.name
    this.#parts = parts
    this.#reporting = setInterval(() => {
      this.#measure()
      this.changed()
    }, parts.reportMs)
  }

  readonly handlers: NodeHandlers<RecorderContract> = {
    clock: async ({ now }) => {
      this.#parts.clock.set(now)
      return {}
    },
    keys: async ({ revision, keys }) => {
      // Of the same revision some may be gone, with the class or person that they were of.
      if (revision < this.#keysAsOf) return {}
      this.#keysAsOf = revision
      this.#keys = keys.length
      this.#parts.ingest.load(keys)
      return {}
    },
    trust: async ({ issuer, keys }) => {
      this.#parts.broadcasts.trust(issuer, keys)
      return {}
    },
    assign: async ({ broadcast, room }) => {
      this.#parts.broadcasts.assign(broadcast, room)
      return {}
    },
    end: async ({ broadcast, reason }) => {
      this.#parts.broadcasts.end(broadcast, reason)
      return {}
    },
  }

  /** How many stream keys are known. */
  get keys(): number {
    return this.#keys
  }

  report(): RecorderReport {
    const { name: node, ingestAddress: ingest, encodes, broadcasts } = this.#parts
    const draining = this.#draining
    return {
      node,
      version,
      ingest,
      encodes,
      cpu: this.#cpu,
      draining,
      broadcasts: [...broadcasts.all],
    }
  }

  /** Something began or ended: servers are told at once. */
  changed(): void {
    this.emit('announced', 'report', this.report())
  }

  /** An encoder is sent away although its key is valid. */
  refused(key: StreamKeyId, reason: RefusalReason): void {
    this.emit('announced', 'refused', { key, reason })
  }

  /** New broadcasts go elsewhere; ends when none is on air, or when the time is over. */
  async drain(ms: number): Promise<void> {
    this.#draining = true
    this.changed()
    const over = AbortSignal.timeout(ms)
    while (!over.aborted && this.#parts.broadcasts.all.some(isOnAir))
      await once(this, 'announced', { signal: over }).catch(() => undefined)
  }

  close(): void {
    clearInterval(this.#reporting)
    this.removeAllListeners()
  }

  /** Of this process; ffmpeg has a line of its own with whoever watches processes. */
  #measure(): void {
    const now = performance.now()
    const { user, system } = process.cpuUsage(this.#used)
    this.#cpu = (user + system) / 1_000 / (now - this.#measuredAt)
    this.#used = process.cpuUsage()
    this.#measuredAt = now
  }
}
