// Finds a node for whoever comes, by what this server knows, and reckons with them there until reports do.
import type { PlacementReason } from '../../shared/contract/http/decisions.ts'
import { shareOfConsumers, type Seat } from '../../shared/contract/sfu.ts'
import { Charges } from './charges.ts'
import { consumersOf, pickNode } from './placement.ts'
import type { Crowd, NodeView, Staged } from './plane.ts'

export type Placing = Pick<Seat, 'room'> & Staged & Crowd

/** A node, and what it was chosen by. */
export interface Placement {
  readonly node: string
  readonly reason: PlacementReason
  /** They are not there after all. */
  readonly undo: () => void
}

export class Placer {
  readonly charges = new Charges(() => performance.now())

  /** Undefined where no node is up. */
  place(placing: Placing, nodes: readonly NodeView[]): Placement | undefined {
    const { room, people } = placing
    const expects = shareOfConsumers(people * consumersOf(people), workersIn(nodes))
    const choice = pickNode({ room, near: this.#near(placing), expects }, nodes)
    if (choice === undefined) return undefined
    const { rule, among, view } = choice
    const share = shareOfConsumers(consumersOf(people), view.workers)
    const figures = among.map(({ node, load, scarcest, draining }) => ({
      node,
      load,
      scarcest,
      draining,
    }))
    return {
      node: view.node,
      reason: { rule, among: figures, people, expects },
      undo: this.charges.add(view.node, room, share),
    }
  }

  /** By the log, and by who is on their way since reports were made. */
  #near({ room, stage }: Placing): ReadonlyMap<string, number> {
    const near = new Map(this.charges.peopleOf(room))
    for (const { node } of stage) near.set(node, (near.get(node) ?? 0) + 1)
    return near
  }
}

/** A usual node of these has so many. */
const workersIn = (nodes: readonly NodeView[]): number =>
  nodes.reduce((sum, { workers }) => sum + workers, 0) / Math.max(1, nodes.length)
