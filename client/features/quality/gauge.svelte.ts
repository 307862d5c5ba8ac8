// Measures one’s own media once a second, for as long as somebody looks.
import type { Desk } from '../sources/desk.svelte.ts'
import { figuresOf, snapshotOf, type Figures, type Snapshot } from './figures.ts'

const everyMs = 1000

export class Gauge {
  readonly #desk: Desk
  readonly #timer: ReturnType<typeof setInterval>
  #before: Snapshot | null = null
  #figures = $state.raw<Figures | null>(null)

  constructor(desk: Desk) {
    this.#desk = desk
    this.#timer = setInterval(() => void this.#measure(), everyMs)
    void this.#measure()
  }

  /** Null until there are two measurements to compare. */
  get figures(): Figures | null {
    return this.#figures
  }

  close(): void {
    clearInterval(this.#timer)
  }

  async #measure(): Promise<void> {
    const measured = await this.#desk.measure()
    const now = measured === null ? null : snapshotOf(measured, performance.now())
    this.#figures = now === null || this.#before === null ? null : figuresOf(now, this.#before)
    this.#before = now
  }
}
