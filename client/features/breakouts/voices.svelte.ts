// How loud everybody is, for meters: staff are told of all rooms a few times a second.
import { SvelteMap } from 'svelte/reactivity'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export class Voices {
  readonly #levels = new SvelteMap<ParticipantId, number>()
  readonly #undo: () => void

  constructor(room: Room) {
    this.#undo = room.onSignal('media.speakers', ({ levels }) => {
      const heard = new Map(levels.map(({ participant, level }) => [participant, level]))
      for (const participant of this.#levels.keys())
        if (!heard.has(participant)) this.#levels.delete(participant)
      for (const [participant, level] of heard) this.#levels.set(participant, level)
    })
  }

  /** 0 to 1. */
  of(participant: ParticipantId): number {
    return this.#levels.get(participant) ?? 0
  }

  close(): void {
    this.#undo()
  }
}
