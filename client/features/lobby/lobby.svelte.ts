// The lobby as the screen shows it: for staff who waits and the rules for coming in; for who waits,
// how many came before.
import type { LobbySettings } from '../../../shared/contract/lobby.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import { presence, type Person } from '../../../shared/room/people.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export interface Waiting {
  readonly person: Person
  readonly since: number
  /** They merely wait: nobody sent them out. */
  readonly merely: boolean
}

export class Lobby {
  readonly #room: Room
  #ahead = $state<number | null>(null)
  readonly #undo: () => void

  constructor(room: Room) {
    this.#room = room
    this.#undo = room.onSignal('lobby.place', ({ ahead }) => {
      this.#ahead = ahead
    })
  }

  get settings(): LobbySettings {
    return this.#room.state.lobby.settings
  }

  get manages(): boolean {
    return this.#room.can('people.admit')
  }

  /** How many came before oneself; null while nobody has told. */
  get ahead(): number | null {
    return this.#ahead
  }

  /** In the order they came; whoever lost the connection is not in the way. */
  readonly waiting: readonly Waiting[] = $derived.by(() => {
    const { lobby, people, moderation } = this.#room.state
    return [...lobby.queue].flatMap(([participant, since]) => {
      const person = people.get(participant)
      if (person === undefined || presence(person) !== 'here') return []
      return [{ person, since, merely: !moderation.sent.has(participant) }]
    })
  })

  admit(participants: ParticipantId[] | 'all'): Promise<boolean> {
    return this.#room.act('lobby.admit', { participants })
  }

  refuse(participant: ParticipantId): Promise<boolean> {
    return this.#room.act('lobby.refuse', { participant, reason: '' })
  }

  set(change: Partial<LobbySettings>): Promise<boolean> {
    return this.#room.act('lobby.set', { ...this.settings, ...change })
  }

  note(note: string): Promise<boolean> {
    return this.#room.act('class.configure', { note })
  }

  close(): void {
    this.#undo()
  }
}
