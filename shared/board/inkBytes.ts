// Live ink as bytes: what is drawn is seen by others while the pen is still down, and the laser is never more
// than this. A stroke begins, goes on in any number of messages, and ends or is given up; each message of
// points stands by itself, so that one that was lost leaves a gap and no garbage. What others sent is read
// here: null is the answer to what was never written, and nothing is made that its bytes do not pay for.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { boardLimits, type Colour, type Fill, type ObjectId } from './record.ts'
import type { InkPoint, Style } from './shape.ts'

export type InkMessage =
  | {
      readonly kind: 'begin'
      /** Under which the finished stroke will lie on the board. */
      readonly id: ObjectId
      readonly shape: string
      readonly style: Style
    }
  | { readonly kind: 'points'; readonly points: readonly InkPoint[] }
  | { readonly kind: 'end' | 'abort' }

/** Not a shape: a line that fades and is never committed. */
export const laserInk = 'laser'

const kinds = { begin: 0, points: 1, pressed: 2, end: 3, abort: 4 } as const
const steps = 10
const farthest = boardLimits.coordinate * steps
const longestName = 24
const widest = 1_000
const pressures = 255
/** So many points always fit into one passing message. */
export const pointsPerMessage = 40

export function encodeInk(message: InkMessage): Uint8Array {
  const encoder = encoding.createEncoder()
  if (message.kind === 'begin') writeBegin(encoder, message)
  else if (message.kind === 'points') writePoints(encoder, message.points)
  else encoding.writeVarUint(encoder, kinds[message.kind])
  return encoding.toUint8Array(encoder)
}

/** In pieces that fit into one passing message each. */
export function encodeInkPoints(points: readonly InkPoint[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < points.length; at += pointsPerMessage)
    pieces.push(encodeInk({ kind: 'points', points: points.slice(at, at + pointsPerMessage) }))
  return pieces
}

export function decodeInk(bytes: Uint8Array): InkMessage | null {
  try {
    const decoder = decoding.createDecoder(bytes)
    const message = read(decoder)
    return decoding.hasContent(decoder) ? null : message
  } catch {
    // lib0 throws where the bytes end too early.
    return null
  }
}

function read(decoder: decoding.Decoder): InkMessage | null {
  switch (decoding.readVarUint(decoder)) {
    case kinds.begin:
      return readBegin(decoder)
    case kinds.points:
      return readPoints(decoder, false)
    case kinds.pressed:
      return readPoints(decoder, true)
    case kinds.end:
      return { kind: 'end' }
    case kinds.abort:
      return { kind: 'abort' }
    default:
      return null
  }
}

function writeBegin(encoder: encoding.Encoder, begin: InkMessage & { kind: 'begin' }): void {
  const { colour, width, fill } = begin.style
  encoding.writeVarUint(encoder, kinds.begin)
  encoding.writeVarString(encoder, begin.id)
  encoding.writeVarString(encoder, begin.shape)
  encoding.writeVarUint(encoder, typeof colour === 'number' ? colour + 1 : 0)
  if (typeof colour === 'string') encoding.writeVarUint(encoder, parseInt(colour.slice(1), 16))
  encoding.writeVarUint(encoder, Math.round(width * steps))
  encoding.writeVarUint(encoder, fill)
}

function readBegin(decoder: decoding.Decoder): InkMessage | null {
  const id = readName(decoder)
  const shape = readName(decoder)
  const colour = readColour(decoder)
  const width = decoding.readVarUint(decoder) / steps
  const fill = decoding.readVarUint(decoder)
  if (id === null || shape === null || colour === null) return null
  if (width > widest || fill > 2) return null
  return { kind: 'begin', id, shape, style: { colour, width, fill: fill as Fill } }
}

function readName(decoder: decoding.Decoder): string | null {
  const name = decoding.readVarString(decoder)
  return name.length <= longestName && /^[\w-]*$/.test(name) ? name : null
}

function readColour(decoder: decoding.Decoder): Colour | null {
  const index = decoding.readVarUint(decoder)
  if (index > 0) return index <= 256 ? index - 1 : null
  const rgb = decoding.readVarUint(decoder)
  return rgb <= 0xff_ff_ff ? `#${rgb.toString(16).padStart(6, '0')}` : null
}

function writePoints(encoder: encoding.Encoder, points: readonly InkPoint[]): void {
  const pressed = points.some(({ pressure }) => pressure !== undefined)
  encoding.writeVarUint(encoder, pressed ? kinds.pressed : kinds.points)
  let [x, y] = [0, 0]
  for (const point of points) {
    const [nextX, nextY] = [placed(point.x), placed(point.y)]
    encoding.writeVarInt(encoder, nextX - x)
    encoding.writeVarInt(encoder, nextY - y)
    if (pressed) encoding.writeUint8(encoder, quantised(point.pressure))
    x = nextX
    y = nextY
  }
}

function readPoints(decoder: decoding.Decoder, pressed: boolean): InkMessage | null {
  const points: InkPoint[] = []
  let [x, y] = [0, 0]
  // lib0 reads single bytes past the end without a word.
  while (decoder.pos < decoder.arr.length) {
    x += decoding.readVarInt(decoder)
    y += decoding.readVarInt(decoder)
    if (Math.abs(x) > farthest || Math.abs(y) > farthest) return null
    const point = { x: x / steps, y: y / steps }
    points.push(pressed ? { ...point, pressure: decoding.readUint8(decoder) / pressures } : point)
  }
  return { kind: 'points', points }
}

function placed(value: number): number {
  return Math.round(Math.max(-farthest, Math.min(farthest, value * steps))) | 0
}

function quantised(pressure = 0.5): number {
  return Math.round(Math.max(0, Math.min(1, pressure)) * pressures)
}
