// On which node somebody who joins a room is put. Pure, and the same on every server that knows the same,
// so that two servers that place people of a new room at once mostly choose alike.
//
// A room that fits a node stays on one until that is full. A larger one is spread from the beginning: each
// of its people goes to the least loaded of its nodes, or to one of two others where those have clearly
// less to do. Two, because figures are seconds old: whoever takes the least of all sends everybody there
// who comes meanwhile (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001).
import { createHash } from 'node:crypto'
import type { PlacementRule } from '../../shared/contract/http/decisions.ts'
import { fullShare } from '../../shared/contract/sfu.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { NodeView } from './plane.ts'

/** A room that is expected to take more of a node than this is spread. */
const fits = 0.5
/** By so much less another node must be loaded to be worth a pipe. */
const worthAPipe = 0.02

/** What one person in a class of so many receives: a page of the gallery, and four voices. */
export const consumersOf = (people: number): number =>
  Math.min(Math.max(1, people - 1), 9) + Math.min(Math.max(1, people - 1), 4)

export interface Wanted {
  readonly room: RoomId
  /** Nodes with sources of the room, by the log. */
  readonly near: ReadonlySet<string>
  /** What the whole room is expected to take, as a share of a node. */
  readonly expects: number
}

function drawn(room: RoomId, turn: number, nodes: readonly NodeView[]): readonly NodeView[] {
  const draw = ({ node }: NodeView) =>
    createHash('sha1').update(`${room} ${turn} ${node}`).digest('hex')
  return nodes
    .map((view) => ({ view, drawn: draw(view) }))
    .toSorted((a, b) => (a.drawn < b.drawn ? -1 : 1))
    .slice(0, 2)
    .map(({ view }) => view)
}

const least = (nodes: readonly NodeView[]): NodeView | undefined =>
  nodes.length === 0 ? undefined : nodes.reduce((a, b) => (b.load < a.load ? b : a))

/** What decided, and between which nodes. */
export interface Choice {
  readonly view: NodeView
  readonly rule: PlacementRule
  readonly among: readonly NodeView[]
}

const chosen = (rule: PlacementRule, among: readonly NodeView[]): Choice | undefined => {
  const view = least(among)
  return view && { view, rule, among }
}

/** Among nodes that have room: those of the class, or two others. */
function pickFree(wanted: Wanted, free: readonly NodeView[]): Choice | undefined {
  const { room, near, expects } = wanted
  const has = (view: NodeView) => near.has(view.node) || view.rooms.has(room)
  const here = chosen('together', free.filter(has))
  if (here !== undefined && expects <= fits) return here
  const rest = free.filter((view) => !has(view))
  const others = chosen('lesserOfTwo', drawn(room, near.size, rest))
  if (here === undefined || others === undefined) return here ?? others
  const among = [...here.among, ...others.among]
  return others.view.load + worthAPipe < here.view.load
    ? { view: others.view, rule: 'spread', among }
    : { view: here.view, rule: 'nearby', among }
}

/** A node that drains only when no other is up; a full one only when all are; undefined when none is up. */
export function pickNode(wanted: Wanted, nodes: readonly NodeView[]): Choice | undefined {
  const up = nodes.filter((view) => view.up)
  const open = up.filter((view) => !view.draining)
  const usable = open.length > 0 ? open : up
  const free = usable.filter(({ load }) => load < fullShare)
  return free.length === 0 ? chosen('allFull', usable) : pickFree(wanted, free)
}
