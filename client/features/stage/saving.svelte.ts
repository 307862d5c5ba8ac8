// How much a person lets the pictures of others cost on this device: all, small ones only, or none. The one
// place that says it; the stage looks at less.
import { recall, remember } from '../../ui/memory.ts'

export const savings = ['off', 'small', 'sound'] as const
export type SavingMode = (typeof savings)[number]

const isMode = (value: unknown): value is SavingMode => savings.includes(value as SavingMode)

export class Saving {
  #mode = $state<SavingMode>(recall('saving', isMode) ?? 'off')

  get mode(): SavingMode {
    return this.#mode
  }

  choose(mode: SavingMode): void {
    this.#mode = mode
    remember('saving', mode)
  }

  /** On, or off again. */
  toggle(mode: SavingMode): void {
    this.choose(this.#mode === mode ? 'off' : mode)
  }
}
