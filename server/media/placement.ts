// Which node somebody who joins a room is put on. Pure, and the same on every server that sees the
// same nodes, so that two servers that place a room at once choose alike.
import { createHash } from 'node:crypto'
import type { RoomId } from '../../shared/ids.ts'
import type { NodeView } from './plane.ts'

/** Loads within one step count as equal: figures are seconds old and differ between servers. */
const loadStep = 0.2

const draw = (room: RoomId, node: string) =>
  createHash('sha1').update(`${room} ${node}`).digest('hex')

function order(room: RoomId, near: ReadonlySet<string>) {
  const rank = (view: NodeView) => ({
    distance: near.has(view.node) ? 0 : view.rooms.has(room) ? 1 : 2,
    load: Math.floor(view.load / loadStep),
    draw: draw(room, view.node),
  })
  return (a: NodeView, b: NodeView): number => {
    const [x, y] = [rank(a), rank(b)]
    return x.distance - y.distance || x.load - y.load || (x.draw < y.draw ? -1 : 1)
  }
}

/** Nodes already in the room first, then the least loaded; a node that drains only when no other is up. */
export function pickNode(
  room: RoomId,
  nodes: readonly NodeView[],
  near: readonly string[],
): string | undefined {
  const up = nodes.filter((view) => view.up)
  const open = up.filter((view) => !view.draining)
  return (open.length > 0 ? open : up).toSorted(order(room, new Set(near)))[0]?.node
}
