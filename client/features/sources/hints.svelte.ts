// Whether a person wants to be told that they speak with the microphone off. Kept on this device.
import { createContext } from 'svelte'
import { recall, remember } from '../../ui/memory.ts'

const isOff = (value: unknown): value is 'off' => value === 'off'

export class Hints {
  #muted = $state(recall('mutedHint', isOff) === null)

  get muted(): boolean {
    return this.#muted
  }

  tellMuted(on: boolean): void {
    this.#muted = on
    remember('mutedHint', on ? null : 'off')
  }
}

export const [getHints, setHints] = createContext<Hints>()
