// Raised hands as the screen shows them: one's own, the queue, and the one click that lets speak.
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Hand } from '../../../shared/room/hands.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export class Hands {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  /** In the order they went up. */
  readonly queue: readonly Hand[] = $derived.by(() => [...this.#room.state.hands.values()])

  readonly mine: boolean = $derived.by(() => this.#room.state.hands.has(this.#room.me.participant))

  get allowed(): boolean {
    return this.mine || (this.#room.live && this.#room.can('hands.raise'))
  }

  get busy(): boolean {
    return this.#room.busy('hands.raise', {}) || this.#room.busy('hands.lower', {})
  }

  /** 1 for the first; null when the hand is down. */
  place(participant: ParticipantId): number | null {
    const index = this.queue.findIndex((hand) => hand.participant === participant)
    return index < 0 ? null : index + 1
  }

  async toggle(): Promise<void> {
    if (this.busy || !this.allowed) return
    await this.#room.act(this.mine ? 'hands.lower' : 'hands.raise', {})
  }

  async letSpeak(participant: ParticipantId): Promise<void> {
    await this.#room.act('hands.letSpeak', { participant })
  }

  /** Null lowers all. */
  async lower(participant: ParticipantId | null): Promise<void> {
    await this.#room.act('hands.lowerFor', { participant })
  }
}
