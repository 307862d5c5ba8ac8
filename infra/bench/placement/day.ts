// A simulated day: which classes begin at each bell, and at which second each of their people comes. All
// drawn by a seeded lot, so that rules of placement are compared on the same day.
import { consumersOf } from '../../../server/media/placement.ts'
import type { RoomId } from '../../../shared/ids.ts'
import { lots } from '../../lots.ts'

export interface Class {
  readonly id: RoomId
  readonly size: number
  /** In s. */
  readonly bell: number
}

export interface Day {
  /** By second, one entry for each who comes. */
  readonly coming: ReadonlyMap<number, readonly Class[]>
  readonly classes: readonly Class[]
}

interface DayOptions {
  readonly seed: number
  readonly seconds: number
  readonly bellEvery: number
  /** In s. */
  readonly comingWithin: number
  /** Consumers of all classes of a bell. */
  readonly consumers: number
  /** Of classes, in people. */
  readonly smallest: number
}

/** Groups mostly, classes often, now and then a lecture. */
function sizeBy(lot: () => number): number {
  const kind = lot()
  const between = (least: number, most: number) => least + Math.floor(lot() * (most - least + 1))
  if (kind < 0.6) return between(2, 12)
  if (kind < 0.9) return between(13, 35)
  if (kind < 0.99) return between(36, 120)
  return between(300, 1_000)
}

export function makeDay(options: DayOptions): Day {
  const { seed, seconds, bellEvery, comingWithin, consumers, smallest } = options
  const lot = lots(seed)
  const classes: Class[] = []
  const coming = new Map<number, Class[]>()
  for (let bell = 0; bell < seconds; bell += bellEvery) {
    for (let load = 0; load < consumers;) {
      const size = sizeBy(lot)
      if (size < smallest) continue
      const id = `class ${classes.length}` as RoomId
      const one = { id, size, bell }
      classes.push(one)
      load += size * consumersOf(size)
      for (let person = 0; person < size; person += 1) {
        const second = bell + Math.floor(lot() * comingWithin)
        coming.set(second, [...(coming.get(second) ?? []), one])
      }
    }
  }
  return { coming, classes }
}
