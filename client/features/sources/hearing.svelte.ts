// Who is heard now and how well everybody is connected, as the server tells a few times a second.
import { Map, Set } from 'immutable'
import type { ParticipantId } from '../../../shared/ids.ts'
import { reaches } from '../../../shared/room/breakouts.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export type Quality = 'good' | 'fair' | 'poor' | 'lost'

/** A mouth that closes for a moment still speaks. */
const holdMs = 700

export function qualityOf(score: number | null): Quality | null {
  if (score === null) return null
  if (score <= 0) return 'lost'
  if (score < 0.4) return 'poor'
  return score < 0.75 ? 'fair' : 'good'
}

export class Hearing {
  readonly #room: Room
  readonly #undo: (() => void)[]
  #last = Map<ParticipantId, number>()
  #speaking = $state.raw(Set<ParticipantId>())
  /** From 0, silent, to 1. */
  #levels = $state.raw(Map<ParticipantId, number>())
  #active = $state<ParticipantId | null>(null)
  #quality = $state.raw(Map<ParticipantId, Quality>())

  constructor(room: Room) {
    this.#room = room
    const timer = setInterval(() => {
      this.#settle()
    }, holdMs / 2)
    this.#undo = [
      () => {
        clearInterval(timer)
      },
      room.onSignal('media.speakers', ({ active, levels }) => {
        this.#levels = Map(levels.map((one) => [one.participant, one.level]))
        const now = Date.now()
        for (const { participant } of levels) this.#last = this.#last.set(participant, now)
        this.#settle()
        this.#active = active ?? this.#loudestHere(levels.map(({ participant }) => participant))
      }),
      room.onSignal('media.quality', ({ peers }) => {
        for (const { participant, send, receive } of peers) {
          const worst = send === null ? receive : receive === null ? send : Math.min(send, receive)
          const quality = qualityOf(worst)
          this.#quality =
            quality === null
              ? this.#quality.delete(participant)
              : this.#quality.set(participant, quality)
        }
      }),
    ]
  }

  /** Whoever is loudest, or was last. */
  get active(): ParticipantId | null {
    return this.#active
  }

  speaks(participant: ParticipantId): boolean {
    return this.#speaking.has(participant)
  }

  level(participant: ParticipantId): number {
    return this.#levels.get(participant) ?? 0
  }

  quality(participant: ParticipantId): Quality | null {
    return this.#quality.get(participant) ?? null
  }

  /** In a breakout room, while somebody of another is the loudest of all. Whoever speaks on stays it. */
  #loudestHere(heard: readonly ParticipantId[]): ParticipantId | null {
    const { state, me } = this.#room
    const isHere = (one: ParticipantId) => reaches(state.breakouts, one, me.participant)
    const before = this.#active !== null && isHere(this.#active) ? this.#active : null
    return before !== null && this.speaks(before) ? before : (heard.find(isHere) ?? before)
  }

  close(): void {
    for (const undo of this.#undo) undo()
  }

  #settle(): void {
    const since = Date.now() - holdMs
    this.#last = this.#last.filter((at) => at > since)
    const next = this.#last.keySeq().toSet()
    if (!next.equals(this.#speaking)) this.#speaking = next
  }
}
