// Reactions that wait to be told together: how many of each, and who, while they are few. Pure.
import type { SignalData } from '../../shared/contract/index.ts'
import type { Emoji } from '../../shared/contract/reactionLimits.ts'
import { namedLimit } from '../../shared/contract/reactions.ts'
import type { ParticipantId } from '../../shared/ids.ts'

export type BurstData = SignalData<'reactions.burst'>
export type Counts = BurstData['counts']

export class Burst {
  #counts: Counts = {}
  /** The newest of each person; null for a crowd. */
  #people: Map<ParticipantId, Emoji> | null = new Map()
  /** When the first of these came, in ms. */
  since: number | null = null

  add(participant: ParticipantId, emoji: Emoji, now: number): void {
    this.merge({ counts: { [emoji]: 1 }, people: [{ participant, emoji }] }, now)
  }

  /** Many without a name make a crowd of all. */
  merge({ counts, people }: BurstData, now: number): void {
    if (Object.keys(counts).length === 0) return
    this.since ??= now
    for (const [emoji, count] of Object.entries(counts) as [Emoji, number][])
      this.#counts[emoji] = (this.#counts[emoji] ?? 0) + count
    if (people.length === 0) this.#people = null
    for (const { participant, emoji } of people) this.#people?.set(participant, emoji)
    if (this.#people !== null && this.#people.size > namedLimit) this.#people = null
  }

  /** All of it, and begins anew. */
  take(): BurstData {
    const people = [...(this.#people ?? [])].map(([participant, emoji]) => ({ participant, emoji }))
    const taken = { counts: this.#counts, people }
    this.#counts = {}
    this.#people = new Map()
    this.since = null
    return taken
  }
}
