// Who has the floor as the screen shows it: invitations, speakers, thanks.
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Person } from '../../../shared/room/people.ts'
import type { Speaker } from '../../../shared/room/floor.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export class Floor {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  readonly speakers: readonly Speaker[] = $derived.by(() => [
    ...this.#room.state.floor.speakers.values(),
  ])
  /** One is asked to speak oneself. */
  readonly invited: boolean = $derived.by(() =>
    this.#room.state.floor.invited.has(this.#room.me.participant),
  )

  get manages(): boolean {
    return this.#room.live && this.#room.can('hands.manage')
  }

  isInvited(participant: ParticipantId): boolean {
    return this.#room.state.floor.invited.has(participant)
  }

  speaks(participant: ParticipantId): boolean {
    return this.#room.state.floor.speakers.has(participant)
  }

  /** To speak, this person must be given back what was taken from them. */
  isSilenced({ denied }: Person): boolean {
    return denied.includes('media.microphone') || denied.includes('media.camera')
  }

  invite(participant: ParticipantId): Promise<boolean> {
    return this.#room.act('floor.invite', { participant })
  }

  thank(participant: ParticipantId): Promise<boolean> {
    return this.#room.act('floor.thank', { participant })
  }

  accept(): Promise<boolean> {
    return this.#room.act('floor.accept', {})
  }

  decline(): Promise<boolean> {
    return this.#room.act('floor.decline', {})
  }
}
