// The sources that went with their media node: for a moment they stand as they were, since their owners publish the
// same elsewhere by themselves.
import type { Source, SourceSlice } from '../../../shared/room/sources.ts'
import type { FactOf } from '../../../shared/room/feature.ts'
import type { SourceId } from '../../../shared/ids.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { holdLost, stillMissing } from './missing.ts'

/** Who has not come again by then has left. */
const holdMs = 10_000

export class Missing {
  readonly #room: Room
  readonly #undo: readonly (() => void)[]
  #held = $state.raw<readonly Source[]>([])
  /** Before the last facts, and after them. */
  #before: SourceSlice
  #now: SourceSlice
  #lapse: ReturnType<typeof setTimeout> | undefined

  constructor(room: Room) {
    const { connection } = room
    this.#room = room
    this.#before = this.#now = connection.room.sources
    this.#undo = [
      connection.on('room', ({ sources }) => {
        this.#before = this.#now
        this.#now = sources
      }),
      room.onFacts((fact) => {
        if (fact.type === 'sources.incarnationLost')
          this.#hold((fact as FactOf<'sources.incarnationLost'>).body.incarnation)
      }),
    ]
  }

  /** All that is published, and what will be again. */
  readonly all: readonly Source[] = $derived.by(() => {
    const { sources, people } = this.#room.state
    const now = [...sources.values()]
    const missing = stillMissing(this.#held, now)
    return [...now, ...missing.filter(({ participant }) => people.has(participant))]
  })

  has(source: SourceId): boolean {
    return !this.#room.state.sources.has(source) && this.#held.some((one) => one.source === source)
  }

  close(): void {
    clearTimeout(this.#lapse)
    for (const undo of this.#undo) undo()
  }

  #hold(incarnation: Source['incarnation']): void {
    this.#held = holdLost(this.#held, [...this.#before.values()], incarnation)
    clearTimeout(this.#lapse)
    this.#lapse = setTimeout(() => (this.#held = []), holdMs)
  }
}
