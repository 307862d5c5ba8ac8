// Whether classes fit the media nodes: what each is expected to take, by the yardstick that placement uses, and
// what all that go on at once take together. Pure.
import type { Capacity, Outlook } from '../../shared/contract/http/operation.ts'
import { fullShare, shareOfConsumers } from '../../shared/contract/sfu.ts'

/** A class without an end, or past it, goes on for so long. In ms. */
const usualClass = 60 * 60_000
const usualSize = 30
/** Of what all nodes take: from here on little is to spare. */
const tightFrom = 0.8

/** What one person in a class of so many receives. */
export type ConsumersOf = (people: number) => number

export interface Guessed {
  readonly present: number
  readonly enrolled: number
  /** How many came to the class before in its series. */
  readonly lastTime: number
  /** As many places as there are for people who are not staff. */
  readonly places: number | null
}

/** How many people a class is reckoned with, and by what. */
export function reckonedOf(known: Guessed): Pick<Outlook, 'expected' | 'expectation'> {
  const { present, enrolled, lastTime, places } = known
  const most = Math.max(present, enrolled, lastTime)
  if (places !== null && (most === 0 || places < most) && present <= places)
    return { expected: places, expectation: 'places' }
  if (most === 0) return { expected: usualSize, expectation: 'assumed' }
  if (most === present) return { expected: most, expectation: 'present' }
  return { expected: most, expectation: most === enrolled ? 'enrolled' : 'lastTime' }
}

export interface Planned {
  readonly startsAt: number | null
  readonly isOn: boolean
  /** Minutes. */
  readonly duration: number | null
  readonly expected: number
}

export interface OpenNode {
  readonly workers: number
}

interface Needing {
  readonly from: number
  readonly to: number
  /** In nodes' workers. */
  readonly needs: number
}

function needOf(
  { startsAt, isOn, duration, expected }: Planned,
  now: number,
  of: ConsumersOf,
): Needing {
  const from = isOn ? Math.min(now, startsAt ?? now) : (startsAt ?? now)
  const end = from + (duration === null ? usualClass : duration * 60_000)
  const to = isOn && end <= now ? now + usualClass : end
  return { from, to, needs: shareOfConsumers(expected * of(expected), 1) }
}

/** The moment within a class at which all classes together take the most. */
function fullest(
  one: Needing,
  all: readonly Needing[],
  now: number,
): { at: number; needs: number } {
  const begins = Math.max(one.from, now)
  const within = all.map(({ from }) => from).filter((from) => from > begins && from < one.to)
  const needsAt = (at: number) =>
    all.reduce((sum, { from, to, needs }) => (from <= at && at < to ? sum + needs : sum), 0)
  const moments = [begins, ...within].map((at) => ({ at, needs: needsAt(at) }))
  return moments.reduce((most, other) => (other.needs > most.needs ? other : most))
}

function verdictOf(together: number): Outlook['verdict'] {
  if (together > 1) return 'tooLarge'
  return together > tightFrom ? 'tight' : 'fits'
}

export type Fit = Pick<Outlook, 'share' | 'together' | 'fullestAt' | 'verdict' | 'nodesMissing'>

/** In the order of `classes`. */
export function fitsOf(
  classes: readonly Planned[],
  nodes: readonly OpenNode[],
  { now, of }: { now: number; of: ConsumersOf },
): Fit[] {
  const takes = takenBy(nodes)
  const all = classes.map((one) => needOf(one, now, of))
  return all.map((one) => {
    const { at: fullestAt, needs } = fullest(one, all, now)
    if (takes === 0)
      return { share: 0, together: 0, fullestAt, verdict: 'noNodes', nodesMissing: 1 }
    const together = needs / takes
    const nodesMissing = Math.max(0, Math.ceil((needs - takes) / (takes / nodes.length)))
    return {
      share: one.needs / takes,
      together,
      fullestAt,
      verdict: verdictOf(together),
      nodesMissing,
    }
  })
}

/** What nodes take before newcomers would go elsewhere, in workers. */
const takenBy = (nodes: readonly OpenNode[]): number =>
  nodes.reduce((sum, { workers }) => sum + workers, 0) * fullShare

/** So many people they take in classes of usual size. */
export function peopleOn(nodes: readonly OpenNode[], of: ConsumersOf): Capacity['people'] {
  return Math.floor(takenBy(nodes) / shareOfConsumers(of(usualSize), 1))
}
