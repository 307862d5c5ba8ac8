// What each person may make a media worker build, however many devices they come with: seats and consumers.
// What it lets through at once is a large class seen anew a few times over; nobody needs that again and again.
import { LyceumError } from '../shared/errors.ts'
import type { ParticipantId } from '../shared/ids.ts'

/** In consumers; a seat has two transports, each of which costs a worker as much as many of these. */
const most = 800
const perSecond = 40
export const seatToll = 20

interface Purse {
  readonly left: number
  readonly at: number
}

export class Toll {
  readonly #purses = new Map<ParticipantId, Purse>()
  readonly #now: () => number

  constructor(now = () => performance.now()) {
    this.#now = now
  }

  pay(participant: ParticipantId, toll: number): void {
    const at = this.#now()
    const before = this.#purses.get(participant) ?? { left: most, at }
    const left = Math.min(most, before.left + ((at - before.at) / 1_000) * perSecond)
    if (left < toll) {
      const retryAfter = Math.ceil(((toll - left) / perSecond) * 1_000)
      throw new LyceumError('rateLimited', 'Too much is asked of media at once.', { retryAfter })
    }
    this.#purses.set(participant, { left: left - toll, at })
  }
}
