// The one loop of animation frames: it runs only while something asks for it.

export class Loop {
  readonly #frame: (now: number, sinceLast: number | null) => void
  #asked: number | null = null
  #last: number | null = null

  constructor(frame: (now: number, sinceLast: number | null) => void) {
    this.#frame = frame
  }

  /** One frame more; asked for within a frame, the next one. */
  readonly ask = (): void => {
    this.#asked ??= requestAnimationFrame(this.#run)
  }

  close(): void {
    if (this.#asked !== null) cancelAnimationFrame(this.#asked)
    this.#asked = -1
  }

  readonly #run = (now: number): void => {
    this.#asked = null
    const since = this.#last === null ? null : now - this.#last
    this.#last = now
    this.#frame(now, since)
    // After a rest, the time since the last frame says nothing.
    if ((this.#asked as number | null) === null) this.#last = null
  }
}
