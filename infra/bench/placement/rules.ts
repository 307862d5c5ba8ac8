// Rules by which people are put on nodes, ours and two to compare with, as four servers apply them that know
// loads from reports, and of each other's placements what was told a second ago.
import { Charges } from '../../../server/media/charges.ts'
import { consumersOf, pickNode } from '../../../server/media/placement.ts'
import type { NodeView } from '../../../server/media/plane.ts'
import { fullShare, shareOfConsumers } from '../../../shared/contract/sfu.ts'
import { lots } from '../../lots.ts'
import type { Class } from './day.ts'
import { workersPerNode, type World } from './world.ts'

export const rules = ['ours', 'leastLoaded', 'random'] as const
export type RuleName = (typeof rules)[number]

const servers = 4
/** A proxy sends people of one class to one server, mostly. */
const mostly = 0.9

interface Coming {
  readonly one: Class
  /** How many are there with this one. */
  readonly here: number
}

export class Cluster {
  readonly #rule: RuleName
  readonly #world: World
  readonly #lot = lots(7)
  readonly #charges: readonly Charges[]
  #second = 0

  constructor(rule: RuleName, world: World) {
    this.#rule = rule
    this.#world = world
    this.#charges = Array.from({ length: servers }, () => new Charges(() => this.#second * 1_000))
  }

  /** A second passed, and the servers told each other. */
  tick(second: number): void {
    this.#second = second
    for (const [n, teller] of this.#charges.entries())
      for (const hearer of this.#charges)
        if (hearer !== teller) hearer.hear(`server ${n}`, teller.said)
  }

  /** Where somebody goes. */
  place({ one, here }: Coming): number {
    const server = this.#lot() < mostly ? one.size % servers : Math.floor(this.#lot() * servers)
    const charges = this.#charges[server]
    const views = this.#viewsBy(charges)
    const people = [...this.#world.peopleOf(one)]
    const near = new Map(people.map(([node, count]) => [nameOf(node), count]))
    const chosen =
      this.#rule === 'ours' ? ours({ one, here, near }, views) : this.#other(near, views)
    charges?.add(chosen.node, one.id, shareOfConsumers(consumersOf(here), workersPerNode))
    return Number(chosen.node)
  }

  #viewsBy(charges: Charges | undefined): NodeView[] {
    const told = this.#rule === 'ours'
    return Array.from(this.#world.consumers, (_, n) => ({
      node: nameOf(n),
      up: true,
      remote: false,
      draining: false,
      emptyIn: null,
      load: this.#world.reported(this.#second, n) + (told ? (charges?.of(nameOf(n)) ?? 0) : 0),
      scarcest: 'consumers',
      workers: workersPerNode,
      rooms: new Map(),
    }))
  }

  /** Nodes of the class come first here too: else all of it would be pipes. */
  #other(near: Near, views: readonly NodeView[]): NodeView {
    const here = views.filter(({ node, load }) => near.has(node) && load < fullShare)
    const choice = here.length > 0 ? here : views
    const lot = choice[Math.floor(this.#lot() * choice.length)]
    const least = choice.reduce((a, b) => (b.load < a.load ? b : a))
    return this.#rule === 'random' && lot !== undefined ? lot : least
  }
}

const nameOf = (n: number) => String(n)

type Near = ReadonlyMap<string, number>

function ours({ one, here, near }: Coming & { near: Near }, views: NodeView[]) {
  const expects = shareOfConsumers(here * consumersOf(here), workersPerNode)
  const chosen = pickNode({ room: one.id, near, expects }, views)
  if (chosen === undefined) throw new Error('no node is up')
  return chosen.view
}
