// Objects that somebody is dragging, as bytes: where each would lie if it were let go now. The latest counts,
// and nothing of it is kept. What others sent is read here: null is the answer to what was never written.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { boardLimits, type ObjectId, type Placement } from './record.ts'

/** Of a placement, what a hand changes by dragging. */
export type Pose = Required<Pick<Placement, 'x' | 'y' | 'r' | 'sx' | 'sy'>>

export type MoveMessage =
  | { readonly kind: 'moving'; readonly poses: ReadonlyMap<ObjectId, Pose> }
  /** The new places come to the page by themselves; or all goes back. */
  | { readonly kind: 'done' | 'cancelled' }

/** So many always fit into one passing message; of more, the rest is seen when they are let go. */
export const mostMoved = 14

const kinds = { moving: 0, done: 1, cancelled: 2 } as const
const steps = 10
const fine = 10_000
const farthest = 2 * boardLimits.coordinate
const largest = 1_000
const longestId = 24

export function poseOf({ x = 0, y = 0, r = 0, sx = 1, sy = 1 }: Placement): Pose {
  return { x, y, r, sx, sy }
}

export function encodeMove(message: MoveMessage): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, kinds[message.kind])
  if (message.kind !== 'moving') return encoding.toUint8Array(encoder)
  for (const [id, pose] of [...message.poses].slice(0, mostMoved)) {
    encoding.writeVarString(encoder, id)
    for (const value of [pose.x, pose.y])
      encoding.writeVarInt(encoder, whole(within(value, farthest) * steps))
    for (const value of [pose.r, pose.sx, pose.sy])
      encoding.writeVarInt(encoder, whole(within(value, largest) * fine))
  }
  return encoding.toUint8Array(encoder)
}

export function decodeMove(bytes: Uint8Array): MoveMessage | null {
  try {
    const decoder = decoding.createDecoder(bytes)
    const kind = decoding.readVarUint(decoder)
    if (kind === kinds.moving) return readMoving(decoder)
    if (decoding.hasContent(decoder)) return null
    if (kind === kinds.done) return { kind: 'done' }
    return kind === kinds.cancelled ? { kind: 'cancelled' } : null
  } catch {
    // lib0 throws where the bytes end too early.
    return null
  }
}

function readMoving(decoder: decoding.Decoder): MoveMessage | null {
  const poses = new Map<ObjectId, Pose>()
  while (decoding.hasContent(decoder)) {
    const id = decoding.readVarString(decoder)
    const [x, y] = [read(decoder, steps), read(decoder, steps)]
    const [r, sx, sy] = [read(decoder, fine), read(decoder, fine), read(decoder, fine)]
    const far = Math.max(Math.abs(x), Math.abs(y)) > farthest
    const large = Math.max(Math.abs(r), Math.abs(sx), Math.abs(sy)) > largest
    if (id.length > longestId || far || large || poses.size >= mostMoved) return null
    poses.set(id, { x, y, r, sx, sy })
  }
  return { kind: 'moving', poses }
}

function within(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value))
}

function whole(value: number): number {
  return Math.round(value) + 0
}

/** lib0 reads a zero of either sign. */
function read(decoder: decoding.Decoder, scale: number): number {
  return decoding.readVarInt(decoder) / scale + 0
}
