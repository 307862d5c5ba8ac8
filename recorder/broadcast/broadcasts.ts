// All broadcasts of this recorder, by the keys that encoders come in with: those that go on, and for a while those that
// are over. Also the door at which they are watched.
import type { Router } from 'express'
import type { Logger } from 'pino'
import type { LiveBroadcast, RecorderInput, RefusalReason } from '../../shared/contract/recorder.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type BroadcastId, type RoomId, type StreamKeyId } from '../../shared/ids.ts'
import type { InputSink } from '../ingest/rtmpConnection.ts'
import { openOrigin } from '../origin/origin.ts'
import { Passes, type TrustedKey } from '../origin/passes.ts'
import { Broadcast, broadcastTimes, type BroadcastTimes } from './broadcast.ts'
import { Folders } from './folders.ts'

type EndReason = RecorderInput<'end'>['reason']

export interface BroadcastsParts {
  /** The one clock, in ms since 1970. */
  readonly now: () => number
  /** Where segments are kept. */
  readonly folder: string
  /** ffmpeg is there. */
  readonly encodes: boolean
  /** Something began, ended or was interrupted: to be reported at once. */
  readonly changed: () => void
  readonly refused: (key: StreamKeyId, reason: RefusalReason) => void
  readonly log: Logger
  readonly times?: Partial<BroadcastTimes>
}

/** So long an encoder that staff has sent away does not come back by itself, in ms. */
const sentAwayMs = 60_000

/** Told at once that it is not wanted. */
const unwanted: InputSink = {
  opened: (sendAway) => sendAway(),
  write: () => undefined,
  end: () => undefined,
}

export class Broadcasts {
  /** To be mounted where the contract's paths lead. */
  readonly origin: Router
  readonly #parts: BroadcastsParts
  readonly #times: BroadcastTimes
  readonly #passes: Passes
  readonly #folders: Folders
  readonly #cleared: Promise<void>
  readonly #all = new Map<BroadcastId, Broadcast>()
  readonly #going = new Map<StreamKeyId, Broadcast>()
  /** The last of each key that is over, and what forgets it. */
  readonly #over = new Map<StreamKeyId, { broadcast: Broadcast; forget: NodeJS.Timeout }>()
  readonly #sentAway = new Map<StreamKeyId, number>()

  constructor(parts: BroadcastsParts) {
    this.#parts = parts
    this.#times = { ...broadcastTimes, ...parts.times }
    this.#passes = new Passes(parts.now)
    this.#folders = new Folders(parts.folder, parts.log)
    this.#cleared = this.#folders.clear()
    this.origin = openOrigin({
      find: (broadcast) => this.#all.get(broadcast as BroadcastId),
      passes: this.#passes,
      failed: (error) => parts.log.error({ err: error }, 'an answer failed'),
    })
  }

  get all(): readonly LiveBroadcast[] {
    return this.#all
      .values()
      .map(({ live }) => live)
      .toArray()
  }

  /** Somebody publishes with that key. */
  begin(key: StreamKeyId): InputSink {
    const until = this.#sentAway.get(key) ?? -Infinity
    if (this.#parts.now() < until) {
      this.#parts.refused(key, 'ended')
      return unwanted
    }
    this.#sentAway.delete(key)
    return (this.#going.get(key) ?? this.#open(key)).begin()
  }

  /** Throws `missing`. */
  assign(broadcast: BroadcastId, room: RoomId): void {
    const found = this.#all.get(broadcast)
    if (found === undefined) throw new LyceumError('missing', 'There is no such broadcast.')
    found.room = room
  }

  /** Sends its encoder away; what is over or gone already is fine. */
  end(broadcast: BroadcastId, reason: EndReason): void {
    const found = this.#all.get(broadcast)
    if (found === undefined || found.isOver) return
    if (reason === 'staff') this.#sentAway.set(found.key, this.#parts.now() + sentAwayMs)
    found.end()
    if (reason === 'noClass') this.#parts.refused(found.key, 'noClass')
    if (reason === 'staff') this.#parts.refused(found.key, 'ended')
  }

  /** Whose tokens open what is watched, from now on. Throws when a key is none. */
  trust(issuer: string, keys: readonly TrustedKey[]): void {
    this.#passes.trust(issuer, keys)
  }

  /** Nothing of any is left. */
  async close(): Promise<void> {
    const all = [...this.#all.values()]
    for (const broadcast of all) broadcast.end()
    await this.#cleared
    await Promise.all(all.map((broadcast) => this.#forget(broadcast)))
  }

  #open(key: StreamKeyId): Broadcast {
    const id = newId<'broadcast'>()
    const broadcast = new Broadcast({
      ...{ id, key, times: this.#times, folder: this.#folders.of(id) },
      now: this.#parts.now,
      encodes: this.#parts.encodes,
      changed: this.#parts.changed,
      over: (over) => this.#keep(over),
      refused: (reason) => this.#parts.refused(key, reason),
      log: this.#parts.log.child({ broadcast: id }),
    })
    this.#all.set(id, broadcast)
    this.#going.set(key, broadcast)
    return broadcast
  }

  /** For whoever wants to see what was; of each key the last one. */
  #keep(over: Broadcast): void {
    this.#going.delete(over.key)
    if (over.room === null || !over.isWatchable) {
      void this.#forget(over)
      return
    }
    const before = this.#over.get(over.key)
    if (before !== undefined) void this.#forget(before.broadcast)
    const forget = setTimeout(() => void this.#forget(over), this.#times.kept)
    this.#over.set(over.key, { broadcast: over, forget })
  }

  async #forget(broadcast: Broadcast): Promise<void> {
    this.#all.delete(broadcast.id)
    const kept = this.#over.get(broadcast.key)
    if (kept?.broadcast === broadcast) {
      clearTimeout(kept.forget)
      this.#over.delete(broadcast.key)
    }
    await broadcast.forget()
  }
}
