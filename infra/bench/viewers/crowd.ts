// Many viewers of one broadcast in this process: how late each part comes to each of them, after the first had it.
import { setTimeout as after } from 'node:timers/promises'
import { Viewer, type ViewerParts } from './viewer.ts'

export interface Watched {
  /** Of every part at every viewer, in ms after the first viewer had it. */
  readonly late: readonly number[]
  /** Share of what all were to get that came; what the clock cuts at both ends is missing. */
  readonly complete: number
  readonly failures: number
}

export class Crowd implements Disposable {
  readonly #parts: Omit<ViewerParts, 'got' | 'failed'>
  readonly #viewers: Viewer[] = []
  #first = new Map<string, number>()
  #late: number[] = []
  #failures = 0
  #isCounting = false

  constructor(parts: Omit<ViewerParts, 'got' | 'failed'>) {
    this.#parts = parts
  }

  /** So many are there; they come over some seconds, as people do. */
  async grow(size: number, perSecond = 200): Promise<void> {
    while (this.#viewers.length < size) {
      this.#viewers.push(new Viewer({ ...this.#parts, got: this.#got, failed: this.#failed }))
      if (this.#viewers.length % 20 === 0) await after(20_000 / perSecond)
    }
  }

  async watch(ms: number): Promise<Watched> {
    this.#first = new Map()
    this.#late = []
    this.#failures = 0
    this.#isCounting = true
    await after(ms)
    this.#isCounting = false
    const due = Math.max(1, this.#first.size * this.#viewers.length)
    return { late: this.#late, complete: this.#late.length / due, failures: this.#failures }
  }

  [Symbol.dispose](): void {
    for (const viewer of this.#viewers) viewer.close()
  }

  readonly #got: ViewerParts['got'] = ({ part, at }) => {
    if (!this.#isCounting) return
    const first = this.#first.get(part)
    if (first === undefined) this.#first.set(part, at)
    this.#late.push(at - (first ?? at))
  }

  readonly #failed = (): void => {
    this.#failures += 1
  }
}
