// Everything that a server, an sfu and a recorder do for one tap, and what came by it.
import { vi } from 'vitest'
import type { Place, SfuInput, SfuOutput } from '../../shared/contract/sfu.ts'
import { newId, type RoomId, type SourceId } from '../../shared/ids.ts'
import type { OpenTap, TapSocket } from '../taps/tapSocket.ts'
import type { StampedFrame, TapEvent } from '../taps/tap.ts'
import type { Relay } from './lossyRelay.ts'

type Asked = 'tap.offer' | 'tap.connect' | 'tap.resume'

export interface Tapping {
  readonly handlers: { readonly [N in Asked]: (input: SfuInput<N>) => Promise<SfuOutput<N>> }
  readonly room: RoomId
  readonly from: Place
  readonly socket: TapSocket
}

export interface Tapped {
  readonly tap: OpenTap
  readonly events: readonly TapEvent[]
  readonly frames: readonly StampedFrame[]
}

/** By a bad network, where there is one. */
export async function tapped(at: Tapping, source: SourceId, relay?: Relay): Promise<Tapped> {
  const { handlers, room, from, socket } = at
  const known = { room, from, tap: newId<'tap'>() }
  const to = relay?.recorderEnd ?? socket.end
  const offer = await handlers['tap.offer']({ ...known, source, to })
  relay?.join(offer.end, socket.end)
  const [events, frames]: [TapEvent[], StampedFrame[]] = [[], []]
  const tap = socket.open({
    offer: { ...offer, end: relay?.sfuEnd ?? offer.end },
    incarnation: from.incarnation,
    keyEveryMs: null,
    onEvent: (event) => {
      events.push(event)
      if (event.type === 'frame') frames.push(event.frame)
    },
  })
  await handlers['tap.connect'](known)
  await handlers['tap.resume'](known)
  return { tap, events, frames }
}

/** Until a frame is there of which that is true. */
export function came({ frames }: Tapped, what: (frame: StampedFrame, n: number) => boolean) {
  const isThere = () => {
    if (!frames.some(what)) throw new Error(`not among ${frames.length} frames`)
  }
  return vi.waitFor(isThere, { timeout: 60_000, interval: 20 })
}

export type Gap = Extract<TapEvent, { type: 'gap' }>

export const gapsOf = ({ events }: Tapped): Gap[] =>
  events.filter((event): event is Gap => event.type === 'gap')
