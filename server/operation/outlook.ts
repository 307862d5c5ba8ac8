// Whether classes fit the media nodes: what each is expected to take, by the yardstick that placement uses, beside
// what goes on when it begins. Of who comes to full nodes it is told, and not of who was there before. Pure.
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

interface Needing extends Pick<Planned, 'isOn'> {
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
  const from = (isOn ? Math.min : Math.max)(now, startsAt ?? now)
  const end = from + (duration === null ? usualClass : duration * 60_000)
  const to = isOn && end <= now ? now + usualClass : end
  return { isOn, from, to, needs: shareOfConsumers(expected * of(expected), 1) }
}

/** What is on when it begins takes, with itself: what begins later must see for itself. */
function besides(one: Needing, all: readonly Needing[], now: number): number {
  const begins = Math.max(one.from, now)
  return all
    .filter(({ isOn }) => isOn || !one.isOn)
    .filter(({ from, to }) => from <= one.from && begins < to)
    .reduce((sum, { needs }) => sum + needs, 0)
}

function verdictOf(together: number): Outlook['verdict'] {
  if (together > 1) return 'tooLarge'
  return together > tightFrom ? 'tight' : 'fits'
}

export type Fit = Pick<Outlook, 'share' | 'together' | 'verdict' | 'nodesMissing'>

/** In the order of `classes`. */
export function fitsOf(
  classes: readonly Planned[],
  nodes: readonly OpenNode[],
  { now, of }: { now: number; of: ConsumersOf },
): Fit[] {
  const takes = takenBy(nodes)
  const all = classes.map((one) => needOf(one, now, of))
  return all.map((one) => {
    if (takes === 0) return { share: 0, together: 0, verdict: 'noNodes', nodesMissing: 1 }
    const needs = besides(one, all, now)
    const together = needs / takes
    const nodesMissing = Math.max(0, Math.ceil((needs - takes) / (takes / nodes.length)))
    return { share: one.needs / takes, together, verdict: verdictOf(together), nodesMissing }
  })
}

/** What nodes take before newcomers would go elsewhere, in workers. */
const takenBy = (nodes: readonly OpenNode[]): number =>
  nodes.reduce((sum, { workers }) => sum + workers, 0) * fullShare

/** So many people they take in classes of usual size. */
export function peopleOn(nodes: readonly OpenNode[], of: ConsumersOf): Capacity['people'] {
  return Math.floor(takenBy(nodes) / shareOfConsumers(of(usualSize), 1))
}
