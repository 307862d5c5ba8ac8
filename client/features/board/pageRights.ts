// What one may do on a page, as its engine asks.
import { atLeast, rightIn, type Right } from '../../../shared/board/rights.ts'
import type { RoomState } from '../../../shared/room/state.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { EngineRights } from './engine/contract.ts'
import type { OpenLayer } from './sync/pageLayers.ts'

interface Held {
  readonly layers: readonly OpenLayer[]
  readonly mine: OpenLayer | null
}

/** `state` is the room's newest, which `room` may show a moment later. */
export function pageRights(
  { me: { participant: me }, staff }: Room,
  state: RoomState,
  { layers, mine }: Held,
): EngineRights {
  const rightOn = (layer: OpenLayer | null | undefined): Right =>
    layer ? rightIn(state, me, layer.name) : 'none'
  const right = rightOn(mine)
  return {
    add: atLeast(right, 'add'),
    change: (author, locked, layer) =>
      (!locked || staff) &&
      atLeast(
        rightOn(layers.find(({ text }) => text === layer)),
        author === me ? 'editOwn' : 'editAll',
      ),
    lock: staff && atLeast(right, 'editAll'),
  }
}
