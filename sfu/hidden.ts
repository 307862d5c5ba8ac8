// What may not flow to whom, as of a fact's number. Orders come from several servers and out of turn, and so
// do the wishes they are about: of the two the higher number is the truth. Pure.
import type { SfuInput } from '../shared/contract/sfu.ts'
import type { ParticipantId, SourceId } from '../shared/ids.ts'

export interface HiddenSources {
  readonly seq: number
  readonly sources: ReadonlySet<SourceId>
}

export class Hidden {
  readonly #latest = new Map<ParticipantId, HiddenSources>()

  /** Those it is news to. */
  accept({ seq, participants, sources }: SfuInput<'hide'>): ReadonlySet<ParticipantId> {
    const news = participants.filter((one) => (this.#latest.get(one)?.seq ?? -1) <= seq)
    const hidden = { seq, sources: new Set(sources) }
    for (const participant of news) this.#latest.set(participant, hidden)
    return new Set(news)
  }

  of(participant: ParticipantId): HiddenSources | undefined {
    return this.#latest.get(participant)
  }
}
