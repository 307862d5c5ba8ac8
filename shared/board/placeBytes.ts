// Where somebody's pointer is and, when they share it, what they see: as bytes, the latest of which counts.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { boardLimits } from './record.ts'
import type { Box, Point } from './shape.ts'

export interface Place {
  /** Null when the pointer is not on the board. */
  readonly pointer: Point | null
  /** What is seen, by who lets others follow. */
  readonly view: Box | null
}

const flags = { pointer: 1, view: 2 } as const
const steps = 4
const farthest = boardLimits.coordinate * steps
const widest = 4 * farthest

export function encodePlace({ pointer, view }: Place): Uint8Array {
  const encoder = encoding.createEncoder()
  const said = (pointer === null ? 0 : flags.pointer) | (view === null ? 0 : flags.view)
  encoding.writeVarUint(encoder, said)
  if (pointer !== null) writePoint(encoder, pointer)
  if (view !== null) {
    writePoint(encoder, view)
    encoding.writeVarUint(encoder, Math.min(widest, Math.round(view.width * steps)))
    encoding.writeVarUint(encoder, Math.min(widest, Math.round(view.height * steps)))
  }
  return encoding.toUint8Array(encoder)
}

/** Null for what was never written. */
export function decodePlace(bytes: Uint8Array): Place | null {
  try {
    const decoder = decoding.createDecoder(bytes)
    const said = decoding.readVarUint(decoder)
    if (said > (flags.pointer | flags.view)) return null
    const pointer = (said & flags.pointer) === 0 ? null : readPoint(decoder)
    const view = (said & flags.view) === 0 ? null : readBox(decoder)
    const wrong = [pointer?.x, pointer?.y, view?.x, view?.y].some(isBeyond)
    if (wrong || isTooWide(view) || decoding.hasContent(decoder)) return null
    return { pointer, view }
  } catch {
    // lib0 throws where the bytes end too early.
    return null
  }
}

function writePoint(encoder: encoding.Encoder, { x, y }: Point): void {
  encoding.writeVarInt(encoder, placed(x))
  encoding.writeVarInt(encoder, placed(y))
}

function readPoint(decoder: decoding.Decoder): Point {
  const [x, y] = [readSigned(decoder), readSigned(decoder)]
  return { x, y }
}

/** lib0 reads a zero of either sign. */
function readSigned(decoder: decoding.Decoder): number {
  return decoding.readVarInt(decoder) / steps + 0
}

function readBox(decoder: decoding.Decoder): Box {
  const corner = readPoint(decoder)
  const width = decoding.readVarUint(decoder) / steps
  return { ...corner, width, height: decoding.readVarUint(decoder) / steps }
}

function isBeyond(value = 0): boolean {
  return Math.abs(value) > boardLimits.coordinate
}

function isTooWide(view: Box | null): boolean {
  return view !== null && Math.max(view.width, view.height) * steps > widest
}

function placed(value: number): number {
  return Math.round(Math.max(-farthest, Math.min(farthest, value * steps))) | 0
}
