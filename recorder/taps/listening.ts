// How long this process listened. While it is busy with something else nothing can be heard, and what came meanwhile
// is heard only after what was due by time: so a packet is waited for in time listened, not in time passed. Pure.

/** Whoever looks more often than this loses nothing of the time, in ms. */
const mostMs = 50

export class Listening {
  #at: number | null = null
  #ms = 0

  /** In ms, when it is so late by a clock that never steps. */
  until(now: number): number {
    this.#ms += Math.min(mostMs, Math.max(0, now - (this.#at ?? now)))
    this.#at = now
    return this.#ms
  }
}
