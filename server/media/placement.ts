// On which node somebody who joins a room is put. Pure, and the same on every server that knows the same,
// so that two servers that place people of a new room at once mostly choose alike.
//
// A room that fits a node stays on one until that is full: where most of its people are or are on their way to,
// so that one that was parted comes together. A larger one is spread from the beginning: each of its people goes
// to the least loaded of its nodes, or to one of two others where those have clearly less to do. Two, because
// figures are seconds old: whoever takes the least of all sends everybody there who comes meanwhile
// (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001).
import { createHash } from 'node:crypto'
import type { PlacementRule } from '../../shared/contract/http/decisions.ts'
import { fullShare } from '../../shared/contract/sfu.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { NodeView } from './plane.ts'

/** A room that is expected to take more of a node than this is spread. */
const fits = 0.4
/** Below this a node takes the rest of a class that was parted, whichever of its nodes has less to do. */
const calm = 0.6
/** By so much less another node must be loaded to be worth a pipe. */
const worthAPipe = 0.02

/** What one person in a class of so many receives: a page of the gallery, and four voices. */
export const consumersOf = (people: number): number =>
  Math.min(Math.max(1, people - 1), 9) + Math.min(Math.max(1, people - 1), 4)

export interface Wanted {
  readonly room: RoomId
  /** Nodes with sources of the room, by the log, or with people on their way: how many of either. */
  readonly near: ReadonlyMap<string, number>
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

/** Whether a node has some of the class, and how many that it is known of. */
const hasOf = ({ room, near }: Wanted) => ({
  has: ({ node, rooms }: NodeView) => near.has(node) || rooms.has(room),
  people: ({ node, rooms }: NodeView) => (near.get(node) ?? 0) + (rooms.get(room) ?? 0),
})

/** Two others than those of the class, by lot. */
function pickOther({ room, near }: Wanted, others: readonly NodeView[]): Choice | undefined {
  return chosen(others.length === 1 ? 'onlyOne' : 'lesserOfTwo', drawn(room, near.size, others))
}

/** A class that is larger than a node should carry of it. */
function spread(wanted: Wanted, free: readonly NodeView[]): Choice | undefined {
  const { has } = hasOf(wanted)
  const here = chosen('nearby', free.filter(has))
  const other = pickOther(
    wanted,
    free.filter((view) => !has(view)),
  )
  if (here === undefined || other === undefined) return here ?? other
  const among = [...here.among, ...other.among]
  const isWorthIt = other.view.load + worthAPipe < here.view.load
  return isWorthIt ? { view: other.view, rule: 'spread', among } : { ...here, among }
}

/** Among nodes that have room: where most of the class is while that has little to do, or one of two others. */
function gather(wanted: Wanted, free: readonly NodeView[]): Choice | undefined {
  const { has, people } = hasOf(wanted)
  const own = free.filter(has)
  const easy = own.filter(({ load }) => load < calm)
  const most = Math.max(...easy.map(people))
  const together = easy.filter((view) => people(view) === most)
  return chosen('together', together) ?? chosen('together', own) ?? pickOther(wanted, free)
}

/**
 * A node that drains, or that another server reaches, only when no other is up; a full one only when all are;
 * undefined when none is up.
 */
export function pickNode(wanted: Wanted, nodes: readonly NodeView[]): Choice | undefined {
  const up = nodes.filter((view) => view.up)
  const open = up.filter((view) => !view.draining && !view.remote)
  const usable = open.length > 0 ? open : up
  const choice = pickUsable(wanted, usable)
  return choice === undefined || open.length > 0 ? choice : { ...choice, rule: 'noneOpen' }
}

function pickUsable(wanted: Wanted, usable: readonly NodeView[]): Choice | undefined {
  const free = usable.filter(({ load }) => load < fullShare)
  if (free.length === 0) return chosen('allFull', usable)
  const { has } = hasOf(wanted)
  const choice = wanted.expects <= fits ? gather(wanted, free) : spread(wanted, free)
  const isFull = usable.some(has) && !free.some(has)
  return choice && isFull ? { ...choice, rule: 'classFull' } : choice
}
