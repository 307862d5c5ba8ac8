// One thing to be done in a while, or sooner; another one takes its place.

export class Plan {
  #planned: { readonly timer: ReturnType<typeof setTimeout>; readonly act: () => void } | null =
    null

  get isPending(): boolean {
    return this.#planned !== null
  }

  set(act: () => void, afterMs: number): void {
    this.drop()
    const run = () => {
      this.hurry()
    }
    this.#planned = { timer: setTimeout(run, afterMs), act }
  }

  /** Now, if there is anything. */
  hurry(): void {
    const act = this.#planned?.act
    this.drop()
    act?.()
  }

  drop(): void {
    clearTimeout(this.#planned?.timer)
    this.#planned = null
  }
}
