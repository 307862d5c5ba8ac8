// How loud one hears each person, and whose loudness one is adjusting. Kept on this device; nobody else
// hears a difference.
import { OrderedMap } from 'immutable'
import type { ParticipantId } from '../../../shared/ids.ts'
import { recall, remember } from '../../ui/memory.ts'

/** Of so many people it is remembered; who was adjusted last stays longest. */
const kept = 200

const isText = (value: unknown): value is string => typeof value === 'string'
const isVolume = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= 1

/** What was remembered, whatever it is: anything odd counts as nothing. */
export function parseVolumes(stored: string | null): OrderedMap<ParticipantId, number> {
  try {
    const value: unknown = JSON.parse(stored ?? '[]')
    if (!Array.isArray(value)) return OrderedMap()
    const pairs = value.filter(
      (pair): pair is [ParticipantId, number] =>
        Array.isArray(pair) && isText(pair[0]) && isVolume(pair[1]),
    )
    return OrderedMap(pairs)
  } catch {
    return OrderedMap()
  }
}

export class Volumes {
  /** The person whose loudness is being adjusted. */
  adjusting = $state<ParticipantId | null>(null)
  #all = $state.raw(parseVolumes(recall('volumes', isText)))

  /** From 0, silent, to 1. */
  of(participant: ParticipantId): number {
    return this.#all.get(participant) ?? 1
  }

  set(participant: ParticipantId, volume: number): void {
    const others = this.#all.delete(participant)
    this.#all = volume === 1 ? others : others.set(participant, volume)
    remember('volumes', JSON.stringify([...this.#all].slice(-kept)))
  }
}
