// Where one is while breakout rooms are open, and who can be seen and heard from there. Comes with the class;
// what makes and runs the rooms is fetched when it is asked for.
import type { BreakoutId, ParticipantId } from '../../../shared/ids.ts'
import { placeOf, reaches } from '../../../shared/room/breakouts.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export class Breakouts {
  readonly #room: Room
  /** Rooms are being planned or looked after. */
  shown = $state(false)

  constructor(room: Room) {
    this.#room = room
  }

  /** The room in which one is; null where that is the class. */
  readonly place: BreakoutId | null = $derived.by(() =>
    placeOf(this.#room.state.breakouts, this.#room.me.participant),
  )

  get manages(): boolean {
    return this.#room.live && this.#room.can('breakouts.manage')
  }

  /** Whether what they say and show comes here. */
  reach(participant: ParticipantId): boolean {
    return reaches(this.#room.state.breakouts, participant, this.#room.me.participant)
  }
}
