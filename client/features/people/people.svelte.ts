// Who is here, in the order a list shows them, and what staff can do about somebody.
import type { ParticipantId } from '../../../shared/ids.ts'
import { isStaff, type Permission } from '../../../shared/roles.ts'
import { presence, type Person } from '../../../shared/room/people.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { inOrder, matches } from './order.ts'

/** Who waits outside stands in the lobby's list. */
const isHere = (one: Person): boolean =>
  presence(one) !== 'left' && (one.admitted || isStaff(one.role))

export class People {
  readonly #room: Room
  search = $state('')

  constructor(room: Room) {
    this.#room = room
  }

  /** Everybody this reader may know of who is here or only lost the connection. */
  readonly here: readonly Person[] = $derived.by(() =>
    inOrder([...this.#room.state.people.values()].filter(isHere)),
  )
  readonly shown: readonly Person[] = $derived.by(() =>
    this.here.filter((person) => matches(person, this.search)),
  )
  /** Others who are here and not in the list: students see only whom they need to. */
  readonly unlisted: number = $derived.by(() =>
    Math.max(0, this.#room.count - this.here.filter((one) => presence(one) === 'here').length),
  )

  get(participant: ParticipantId): Person | undefined {
    return this.#room.state.people.get(participant)
  }

  isMe(participant: ParticipantId): boolean {
    return participant === this.#room.me.participant
  }

  async appoint(
    participant: ParticipantId,
    role: 'instructor' | 'moderator' | 'student',
  ): Promise<boolean> {
    return this.#room.act('people.appoint', { participant, role })
  }

  async grant(participant: ParticipantId, permissions: Permission[]): Promise<boolean> {
    return this.#room.act('people.grant', { participant, permissions })
  }

  async ungrant(participant: ParticipantId, permissions: Permission[]): Promise<boolean> {
    return this.#room.act('people.ungrant', { participant, permissions })
  }

  async rename(name: string): Promise<boolean> {
    return this.#room.act('people.rename', { name })
  }

  /** Takes microphone, camera and sound to this device. */
  async hold(): Promise<boolean> {
    return this.#room.act('people.hold', { session: this.#room.session })
  }
}
