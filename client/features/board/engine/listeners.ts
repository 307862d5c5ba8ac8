// Who listens to the engine, and telling them.
import type { EngineEvents } from './contract.ts'

export class Listeners {
  readonly #all = new Set<EngineEvents>()

  add(events: EngineEvents): () => void {
    this.#all.add(events)
    return () => {
      this.#all.delete(events)
    }
  }

  readonly tell = <Name extends keyof EngineEvents>(
    name: Name,
    ...values: Parameters<NonNullable<EngineEvents[Name]>>
  ): void => {
    for (const events of this.#all) {
      const heard = events[name] as ((...values: unknown[]) => void) | undefined
      heard?.(...values)
    }
  }
}
