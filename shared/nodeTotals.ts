// What a media node carries, over all its workers, and whether it takes people, for whoever operates it.
import type { DrainProgress, MediaNodeEntry, MediaNodeFacts } from './contract/http/nodes.ts'

export interface NodeTotals {
  /** Of the busiest worker, as a share of a core. */
  readonly cpu: number
  readonly consumers: number
  readonly packetsOutPerSecond: number
  readonly bitsOutPerSecond: number
}

export function totalsOf({ workers }: Pick<MediaNodeFacts, 'workers'>): NodeTotals {
  const sum = (of: (worker: (typeof workers)[number]) => number) =>
    workers.reduce((all, worker) => all + of(worker), 0)
  return {
    cpu: Math.max(0, ...workers.map(({ cpu }) => cpu)),
    consumers: sum(({ consumers }) => consumers),
    packetsOutPerSecond: sum(({ packetsOutPerSecond }) => packetsOutPerSecond),
    bitsOutPerSecond: sum(({ bitsOutPerSecond }) => bitsOutPerSecond),
  }
}

/** Newcomers, and who is moved from elsewhere. */
export const takesPeople = ({ heard, draining, facts }: MediaNodeEntry): boolean =>
  heard && !draining && !facts.stopping

/** Whether the people of a node can be moved to another one; where not, newcomers are put on nodes that drain. */
export const hasElsewhere = (node: string, all: readonly MediaNodeEntry[]): boolean =>
  all.some((one) => one.node !== node && takesPeople(one))

/** How far the draining of a node has come; newcomers of the last moment may make it more than there were. */
export function movedOf({ people }: DrainProgress, facts: Pick<MediaNodeFacts, 'people'>) {
  return { moved: Math.max(0, people - facts.people), people }
}
