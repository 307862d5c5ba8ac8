// Words for screen readers when something happens that is only seen: polite, one after the other.
import { createContext } from 'svelte'

export class Announcer {
  #text = $state('')
  #odd = false

  get text(): string {
    return this.#text
  }

  /** The same words twice in a row are read twice: an invisible mark makes them differ. */
  say(text: string): void {
    this.#odd = !this.#odd
    this.#text = this.#odd ? text : `${text}\u00a0`
  }
}

export const [getAnnouncer, setAnnouncer] = createContext<Announcer>()
