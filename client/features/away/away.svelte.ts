// Who is away, and one's own word about it.
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export class Away {
  readonly #room: Room
  readonly #hush: () => void

  /** `hush` closes one's microphone and camera: nobody is heard or seen who is not there. */
  constructor(room: Room, hush: () => void) {
    this.#room = room
    this.#hush = hush
  }

  readonly mine: boolean = $derived.by(() => this.isAway(this.#room.me.participant))

  get possible(): boolean {
    return this.mine || (this.#room.can('people.self') && (this.#room.live || this.#room.staff))
  }

  get busy(): boolean {
    return this.#room.busy('away.go', {}) || this.#room.busy('away.return', {})
  }

  isAway(participant: ParticipantId): boolean {
    return this.#room.state.away.has(participant)
  }

  async toggle(): Promise<void> {
    if (this.busy) return
    if (this.mine) {
      await this.#room.act('away.return', {})
      return
    }
    this.#hush()
    await this.#room.act('away.go', {})
  }
}
