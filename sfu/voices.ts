// Whose voices are sent in a class with many open microphones: staff and whoever has the floor always, and of the
// others three; in breakout rooms three in each. Pure; it is told the time.
//
// Three places, and who has one keeps it in silence too, so that a talk among three is never cut. Somebody else is
// sent once the worker has heard them through most of one of its looks, of 250 ms each: they lose up to half a
// second of their first words. That is the price; with no more open microphones than `free` nobody pays it, because
// all are sent.
import type { SourceId } from '../shared/ids.ts'

export const places = 3

/** Whoever is not heard for so long may lose the place to whoever is. In ms. */
const holdMs = 1_000
/** Among people who all speak, so much louder takes the place of the quietest. */
const marginDb = 6

export interface Heard {
  readonly source: SourceId
  /** -127 to 0. */
  readonly decibels: number
}

interface Place {
  readonly source: SourceId
  at: number
  decibels: number
}

export class Voices {
  readonly #free: number
  #places: readonly Place[] = []

  constructor(free: number) {
    this.#free = free
  }

  /** Of the open microphones of people who have no right to be heard always, those that are sent. */
  choose(open: ReadonlySet<SourceId>, heard: readonly Heard[], now: number): ReadonlySet<SourceId> {
    this.#places = this.#places.filter(({ source }) => open.has(source))
    const loudest = heard
      .filter(({ source }) => open.has(source))
      .toSorted((one, other) => other.decibels - one.decibels)
    for (const one of loudest) this.#hear(one, now)
    if (open.size <= this.#free) return open
    return new Set(this.#places.map(({ source }) => source))
  }

  #hear({ source, decibels }: Heard, now: number): void {
    const place = this.#places.find((one) => one.source === source)
    if (place !== undefined) {
      place.at = now
      place.decibels = decibels
      return
    }
    const fresh = { source, decibels, at: now }
    if (this.#places.length < places) {
      this.#places = [...this.#places, fresh]
      return
    }
    const weakest = this.#weakest(now)
    const yields = now - weakest.at > holdMs || weakest.decibels + marginDb <= decibels
    if (yields) this.#places = this.#places.map((one) => (one === weakest ? fresh : one))
  }

  /** Whoever was silent for longest, or the quietest of those who speak. */
  #weakest(now: number): Place {
    const silent = (one: Place) => (now - one.at > holdMs ? now - one.at : 0)
    return this.#places.reduce((least, one) => {
      const difference = silent(one) - silent(least) || least.decibels - one.decibels
      return difference > 0 ? one : least
    })
  }
}

/** The same in each circle of people who hear each other: who is loud elsewhere takes nobody's place. */
export class Circles {
  readonly #free: number
  readonly #voices = new Map<string, Voices>()

  constructor(free: number) {
    this.#free = free
  }

  /** `open` says of each microphone in which circle it is. */
  choose(
    open: ReadonlyMap<SourceId, string>,
    heard: readonly Heard[],
    now: number,
  ): ReadonlySet<SourceId> {
    const circles = Map.groupBy(open, ([, circle]) => circle)
    for (const circle of this.#voices.keys()) if (!circles.has(circle)) this.#voices.delete(circle)
    const chosen = [...circles].map(([circle, sources]) => {
      const here = new Set(sources.map(([source]) => source))
      return this.#of(circle).choose(here, heard, now)
    })
    return new Set(chosen.flatMap((some) => [...some]))
  }

  #of(circle: string): Voices {
    const voices = this.#voices.get(circle) ?? new Voices(this.#free)
    this.#voices.set(circle, voices)
    return voices
  }
}
