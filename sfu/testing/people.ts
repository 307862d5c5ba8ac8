// What a server does for people, in the words of a test. It names what it needs of a media plane,
// because the real one is the server's.
import { vi } from 'vitest'
import type {
  RtpCapabilities,
  Seat,
  SfuEventName,
  SfuEvents,
  SfuInput,
  SfuOutput,
  SourceKind,
} from '../../shared/contract/sfu.ts'
import { newId, type RoomId, type SourceId } from '../../shared/ids.ts'
import { opus, vp8 } from './media.ts'

type Ask<N extends 'publish' | 'want'> = (input: SfuInput<N>) => Promise<SfuOutput<N>>

export interface Plane {
  readonly rtpCapabilities: RtpCapabilities
  join(input: SfuInput<'join'> & { stage: readonly []; people: number }): Promise<SfuOutput<'join'>>
  readonly publish: Ask<'publish'>
  readonly want: Ask<'want'>
  on<N extends SfuEventName>(name: N, listener: (data: SfuEvents[N]) => void): () => void
}

export interface Joined {
  readonly seat: Seat
  readonly at: SfuOutput<'join'>
}

export interface Order {
  readonly seq: number
  readonly sources: readonly (readonly [source: SourceId, paused: boolean])[]
}

export const newSeat = (room: RoomId): Seat => ({ room, participant: newId(), session: newId() })

export function next<N extends SfuEventName>(plane: Plane, name: N): Promise<SfuEvents[N]> {
  return new Promise((resolve) => {
    const off = plane.on(name, (data) => {
      off()
      resolve(data)
    })
  })
}

export async function join(plane: Plane, seat: Seat, wish: SourceId[] = []): Promise<Joined> {
  const { rtpCapabilities } = plane
  return {
    seat,
    at: await plane.join({ ...seat, rtpCapabilities, seq: 0, wish, stage: [], people: 1 }),
  }
}

let ssrc = 1_000
export async function publish(plane: Plane, { seat, at }: Joined, kind: SourceKind = 'microphone') {
  const source: SourceId = newId()
  const rtpParameters = kind === 'microphone' ? opus(++ssrc) : vp8(++ssrc)
  const transport = at.send.id
  await plane.publish({ ...seat, transport, source, kind, rtpParameters, paused: false })
  return source
}

export const want = (plane: Plane, { seat }: Joined, { seq, sources }: Order) =>
  plane.want({
    room: seat.room,
    participant: seat.participant,
    seq,
    sources: sources.map(([source, paused]) => ({ source, paused })),
  })

interface NodeName {
  readonly node: string
}

/** As if no other node took people. */
export async function onlyOn<T>(
  plane: { readonly nodes: readonly NodeName[] },
  node: string,
  act: () => Promise<T>,
): Promise<T> {
  const those = plane.nodes.filter((one) => one.node === node)
  const spied = vi.spyOn(plane, 'nodes', 'get').mockReturnValue(those)
  try {
    return await act()
  } finally {
    spied.mockRestore()
  }
}
