// What a player does when nothing goes on: first what is seen least, then more, and for a network that is away, again
// and again. Pure but for counting.
import type { Trouble } from './engine.ts'

export type FailReason = 'codec' | 'denied' | 'media'

export type Step =
  | { readonly act: 'reload' | 'recover' | 'reopen'; readonly afterMs: number }
  | { readonly act: 'fail'; readonly reason: FailReason }

const firstWaitMs = 500
const longestWaitMs = 8_000
/** So often it asks again before everything is made anew. */
const reloads = 3
const denials = 6
/** Trouble with what was played counts while it is so near, in ms. */
const mediaMemoryMs = 60_000
const mediaTries = 4

export class Ladder {
  readonly #random: () => number
  #away = 0
  #denied = 0
  #media: readonly number[] = []

  /** `random` spreads those who all lost the same server; from 0 to 1. */
  constructor(random: () => number) {
    this.#random = random
  }

  /** Pictures move again. */
  progressed(): void {
    this.#away = 0
    this.#denied = 0
  }

  /** `now` in ms. */
  next(trouble: Trouble, now: number): Step {
    switch (trouble) {
      case 'codec':
        return { act: 'fail', reason: 'codec' }
      case 'denied':
        this.#denied += 1
        if (this.#denied > denials) return { act: 'fail', reason: 'denied' }
        return { act: 'reload', afterMs: this.#denied === 1 ? 0 : this.#wait(this.#denied - 1) }
      case 'media':
        return this.#again(now)
      case 'missing':
      case 'network': {
        const times = this.#away
        this.#away += 1
        const isEnough = trouble === 'missing' || times >= reloads
        return { act: isEnough ? 'reopen' : 'reload', afterMs: this.#wait(times) }
      }
    }
  }

  #again(now: number): Step {
    this.#media = [...this.#media.filter((at) => now - at < mediaMemoryMs), now]
    const times = this.#media.length
    if (times > mediaTries) return { act: 'fail', reason: 'media' }
    return times === 1 ? { act: 'recover', afterMs: 0 } : { act: 'reopen', afterMs: this.#wait(0) }
  }

  #wait(times: number): number {
    const whole = Math.min(longestWaitMs, firstWaitMs * 2 ** times)
    return Math.round(whole * (0.5 + this.#random() / 2))
  }
}
