// When the player's controls are seen: while one points, presses or has the focus there, and whenever it stands still.

/** In ms. */
const shownFor = 3_000

export class Chrome {
  #awake = $state(true)
  #timer: ReturnType<typeof setTimeout> | undefined

  get awake(): boolean {
    return this.#awake
  }

  wake(): void {
    this.#awake = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.#awake = false), shownFor)
  }

  /** A finger on the picture. */
  tap(): void {
    if (this.#awake) this.sleep()
    else this.wake()
  }

  sleep(): void {
    clearTimeout(this.#timer)
    this.#awake = false
  }

  close(): void {
    clearTimeout(this.#timer)
  }
}
