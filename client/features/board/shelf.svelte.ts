// What the server did not take of one's work on a page: of now, and of earlier visits.
import type { OnPage } from '../../../shared/board/rights.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Aside } from './aside.ts'
import type { Refused } from './sync/layerCopy.ts'

export class Shelf {
  readonly #kept: Promise<Aside | null>
  #refused = $state.raw<readonly Refused[]>([])

  constructor(me: ParticipantId, on: OnPage) {
    this.#kept = this.#open(me, on)
  }

  /** Newest last. */
  get refused(): readonly Refused[] {
    return this.#refused
  }

  put(refused: Refused): void {
    this.#set([...this.#refused, refused])
  }

  forget(refused: Refused): void {
    this.#set(this.#refused.filter((one) => one !== refused))
  }

  #set(refused: readonly Refused[]): void {
    this.#refused = refused
    void this.#kept.then((kept) => {
      kept?.set(this.#refused)
    })
  }

  /** What was refused at an earlier time comes before what is refused meanwhile. */
  async #open(me: ParticipantId, on: OnPage): Promise<Aside | null> {
    const fetched = await import('./aside.ts').catch(() => null)
    if (fetched === null) return null
    const kept = new fetched.Aside(() => localStorage, me, on)
    this.#refused = [...kept.get(), ...this.#refused]
    return kept
  }
}
