// Runs one piece of work per key at a time; asked for again meanwhile, it runs once more afterwards.

export class Serial<Key> {
  readonly #work: (key: Key) => Promise<void>
  readonly #running = new Set<Key>()
  readonly #again = new Set<Key>()

  constructor(work: (key: Key) => Promise<void>) {
    this.#work = work
  }

  run(key: Key): void {
    if (this.#running.has(key)) {
      this.#again.add(key)
      return
    }
    this.#running.add(key)
    void this.#work(key).finally(() => {
      this.#running.delete(key)
      if (this.#again.delete(key)) this.run(key)
    })
  }
}
