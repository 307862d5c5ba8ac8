// The last order about each participant of a room. Orders come from several servers and out of turn;
// the highest `seq` is the truth. Pure.
import type { SfuInput } from '../shared/contract/sfu.ts'
import type { ParticipantId, SourceId } from '../shared/ids.ts'

type Want = SfuInput<'want'>

export class Wants {
  readonly #latest = new Map<ParticipantId, Want>()

  /** False when a newer order was seen: then nothing of this one may be done. */
  accept(want: Want): boolean {
    const known = this.#latest.get(want.participant)
    if (known && known.seq > want.seq) return false
    this.#latest.set(want.participant, want)
    return true
  }

  /** What was last ordered about a source; undefined when no order names it. */
  of(participant: ParticipantId, source: SourceId): Want['sources'][number] | undefined {
    return this.#latest.get(participant)?.sources.find((wanted) => wanted.source === source)
  }
}
