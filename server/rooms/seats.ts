// Keeps a seat for somebody whose connection was lost: only after 10 s without another connection of the
// same stay is the person dropped.
import type { Incarnation, ParticipantId, RoomId, SessionId } from '../../shared/ids.ts'

export interface Stay {
  readonly room: RoomId
  readonly participant: ParticipantId
  readonly session: SessionId
  /** Of the run that the lost connection came in; by now this node may be in another. */
  readonly incarnation: Incarnation
}

const keyOf = ({ room, participant, session }: Stay) => `${room} ${participant} ${session}`

export class Seats {
  readonly #grace: number
  readonly #drop: (stay: Stay) => void
  readonly #connections = new Map<string, number>()
  readonly #timers = new Map<string, NodeJS.Timeout>()

  /** `drop` is called once for each stay that was lost for `grace` ms. */
  constructor(drop: (stay: Stay) => void, grace: number) {
    this.#drop = drop
    this.#grace = grace
  }

  /** A connection of this stay is here; returns what to call when it is gone. */
  take(stay: Stay): () => void {
    const key = keyOf(stay)
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    this.#connections.set(key, (this.#connections.get(key) ?? 0) + 1)
    let taken = true
    return () => {
      if (!taken) return
      taken = false
      this.#release(key, stay)
    }
  }

  /** Whether their connection is here, or was until a moment ago. */
  isHeld(stay: Stay): boolean {
    const key = keyOf(stay)
    return this.#connections.has(key) || this.#timers.has(key)
  }

  #release(key: string, stay: Stay): void {
    const left = (this.#connections.get(key) ?? 1) - 1
    if (left > 0) {
      this.#connections.set(key, left)
      return
    }
    this.#connections.delete(key)
    const expire = () => {
      this.#timers.delete(key)
      this.#drop(stay)
    }
    this.#timers.set(key, setTimeout(expire, this.#grace))
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }
}
