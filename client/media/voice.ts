// Tells speech from a knock or a beep by how long it is loud; for “you are muted”. Pure.

/** −35 dB: a voice before the microphone, not the room. */
const loudFrom = 0.5
/** So many loud samples more than quiet ones: most of a second. */
const enough = 12
/** Told once, it is not told again so soon. */
const restMs = 60_000

export class Voice {
  #loud = 0
  #toldAt = -Infinity

  /** One sample, from 0 to 1; true when somebody is speaking and was not told lately. */
  hear(level: number, now: number): boolean {
    this.#loud = Math.min(enough, Math.max(0, this.#loud + (level > loudFrom ? 1 : -1)))
    if (this.#loud < enough || now - this.#toldAt < restMs) return false
    this.#toldAt = now
    this.#loud = 0
    return true
  }
}
