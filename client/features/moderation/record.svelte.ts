// The record of order as a list that grows backwards: pages read from the log, and what happens meanwhile.
import type { Fact } from '../../../shared/log.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { recordRow, type RecordKind, type RecordRow } from './recordRow.ts'

const pageSize = 50

export interface Recorded extends RecordRow {
  readonly fact: Fact
}

export class Record {
  readonly #room: Room
  #facts = $state.raw<readonly Fact[]>([])
  #more = $state(true)
  #loading = $state(false)
  #failed = $state(false)
  kind = $state<RecordKind | 'all'>('all')

  constructor(room: Room) {
    this.#room = room
    void this.load()
  }

  readonly rows: readonly Recorded[] = $derived.by(() =>
    this.#facts.flatMap((fact) => {
      const row = recordRow(fact)
      if (row === null || (this.kind !== 'all' && row.kind !== this.kind)) return []
      return [{ ...row, fact }]
    }),
  )

  get more(): boolean {
    return this.#more
  }

  get loading(): boolean {
    return this.#loading
  }

  get failed(): boolean {
    return this.#failed
  }

  async load(): Promise<void> {
    if (this.#loading) return
    this.#loading = true
    const before = this.#facts.at(-1)?.seq ?? this.#room.connection.have.seq + 1
    const answer = await this.#room.request('moderation.audit', { before, limit: pageSize })
    this.#loading = false
    this.#failed = !answer.ok
    if (!answer.ok) return
    this.#facts = [...this.#facts, ...(answer.output.facts as unknown as Fact[])]
    this.#more = answer.output.more
  }

  /** New acts come on top while one looks, also those that one hears of late. */
  listen(): () => void {
    return this.#room.onFacts((fact) => {
      const newest = this.#facts[0]?.seq ?? 0
      if (fact.seq > newest && recordRow(fact) !== null) this.#facts = [fact, ...this.#facts]
    })
  }
}
