// Typed events that state what happened; a listener that throws harms no other listener.

export type Listener<Args extends readonly unknown[]> = (...args: Args) => void

export class Emitter<Events extends Record<keyof Events, readonly unknown[]>> {
  readonly #listeners = new Map<keyof Events, Set<Listener<readonly never[]>>>()

  /** Returns its undo. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const known = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, known)
    const entry = listener as unknown as Listener<readonly never[]>
    known.add(entry)
    return () => {
      known.delete(entry)
    }
  }

  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        ;(listener as unknown as Listener<Events[Name]>)(...args)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}
