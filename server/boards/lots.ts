// What people want to change on a layer, gathered until a lot of it is taken: each one's in its plainest form,
// and no more of it than hands can draw.
import * as Y from 'yjs'
import type { ParticipantId } from '../../shared/ids.ts'
import { Allowance } from './allowance.ts'
import { plain } from './change.ts'
import type { Edit } from './judge.ts'
import { isProblem, malformed, type Found } from './place.ts'
import { tooMuch } from './problem.ts'
import type { Reader } from './reader.ts'

export interface Wanted extends Pick<Edit, 'update' | 'live'> {
  readonly reader: Reader
}

/** What is live and what is not go in one after the other, for staff's word is another in each. */
interface Waiting {
  readonly updates: Uint8Array[]
  readonly live: boolean
}

/** Of what one person writes, in entries: more than a hand can draw, and pages full of copies at once. */
const entryRate = { perSecond: 2_000, atOnce: 100_000 }

export class Lots {
  readonly #now: () => number
  readonly #waiting = new Map<Reader, Waiting[]>()
  readonly #allowances = new Map<ParticipantId, Allowance>()

  constructor(now: () => number) {
    this.#now = now
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0
  }

  get readers(): IterableIterator<Reader> {
    return this.#waiting.keys()
  }

  add(reader: Reader, update: Uint8Array, live: boolean): void {
    const waiting = this.#waiting.get(reader) ?? []
    this.#waiting.set(reader, waiting)
    const last = waiting.at(-1)
    if (last?.live === live) last.updates.push(update)
    else waiting.push({ updates: [update], live })
  }

  drop(reader: Reader): void {
    this.#waiting.delete(reader)
  }

  /** Of one person's windows one: the edits of a lot do not know of each other, and their clients may be the same. */
  take(): Wanted[] {
    const lot = new Map<ParticipantId, [Reader, Waiting]>()
    for (const [reader, waiting] of this.#waiting) {
      if (lot.has(reader.participant)) continue
      const first = waiting.shift()
      if (first !== undefined) lot.set(reader.participant, [reader, first])
      if (waiting.length === 0) this.#waiting.delete(reader)
    }
    return [...lot.values()].flatMap(([reader, { updates, live }]) => {
      const update = this.#plainOf(reader, updates)
      if (!isProblem(update)) return [{ reader, update, live }]
      reader.reset(update)
      return []
    })
  }

  #plainOf({ participant }: Reader, updates: readonly Uint8Array[]): Found<Uint8Array> {
    const allowance = this.#allowances.get(participant) ?? new Allowance(entryRate, this.#now)
    this.#allowances.set(participant, allowance)
    try {
      const update = plain(updates)
      return allowance.spend(countEntries(update)) ? update : tooMuch
    } catch {
      return malformed
    }
  }
}

function countEntries(update: Uint8Array): number {
  const { from, to } = Y.parseUpdateMeta(update)
  let count = 0
  for (const [client, end] of to) count += end - (from.get(client) ?? 0)
  return count
}
