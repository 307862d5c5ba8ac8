// Points of ink as bytes, for records and for what passes live. Each coordinate, in tenths of a unit, is told
// as its difference from what the points before let one expect, in Rice's code of a width fit for the stroke:
// a point of handwriting takes less than two bytes. What others sent is read here: garbage gives null, and
// nothing is made that its bytes do not pay for.
import { BitReader, BitWriter, riceBits, unzigzag, zigzag } from './bits.ts'
import { boardLimits } from './record.ts'
import type { InkPoint } from './shape.ts'

/** Steps to a unit: what a stylus on a good screen can tell apart. */
const steps = 10
const farthest = boardLimits.coordinate * steps
const pressures = 255
/** Where a point's pressure is unknown and that of others in its stroke is not. */
const usualPressure = 0.5

/** 0: like the point before; 1: moved on as the point before was. */
type Order = 0 | 1

interface Track {
  readonly order: Order
  readonly k: number
  readonly first: number
  readonly rest: readonly number[]
}

const largestK = 15

export function encodeStroke(points: readonly InkPoint[]): Uint8Array {
  const writer = new BitWriter()
  const pressed = points.some(({ pressure }) => pressure !== undefined)
  const tracks = [track(points.map(({ x }) => placed(x))), track(points.map(({ y }) => placed(y)))]
  if (pressed) tracks.push(track(points.map((point) => quantised(point.pressure))))
  writer.sized(points.length)
  if (points.length === 0) return writer.bytes()
  writer.write(pressed ? 1 : 0, 1)
  for (const { order, k, first } of tracks) {
    writer.write(order, 1)
    writer.write(k, 4)
    writer.sized(zigzag(first))
  }
  for (let at = 0; at < points.length - 1; at += 1) {
    for (const { k, rest } of tracks) writer.rice(rest[at] ?? 0, k)
  }
  return writer.bytes()
}

/** Null for what `encodeStroke` never made, and for more than `most` points. */
export function decodeStroke(
  bytes: Uint8Array,
  most: number = boardLimits.pointsPerStroke,
): InkPoint[] | null {
  const reader = new BitReader(bytes)
  const count = reader.sized()
  // Every number takes a bit or more, so the bytes bound what is made of them.
  if (count > most || count * 2 > bytes.length * 8) return null
  const points = count === 0 ? [] : readPoints(reader, count)
  return points !== null && reader.left >= 0 && reader.left < 8 ? points : null
}

function readPoints(reader: BitReader, count: number): InkPoint[] | null {
  const pressed = reader.read(1) === 1
  const x = new Course(reader)
  const y = new Course(reader)
  const pressure = pressed ? new Course(reader) : null
  const points: InkPoint[] = []
  for (let at = 0; at < count; at += 1) {
    if (at > 0) {
      x.step(reader)
      y.step(reader)
      pressure?.step(reader)
    }
    if (reader.over || Math.abs(x.value) > farthest || Math.abs(y.value) > farthest) return null
    if (pressure === null) points.push({ x: x.value / steps, y: y.value / steps })
    else if (pressure.value < 0 || pressure.value > pressures) return null
    else {
      const hard = pressure.value / pressures
      points.push({ x: x.value / steps, y: y.value / steps, pressure: hard })
    }
  }
  return points
}

/** One coordinate on its way through the points. */
class Course {
  value: number
  readonly #order: number
  readonly #k: number
  #move = 0

  constructor(reader: BitReader) {
    this.#order = reader.read(1)
    this.#k = reader.read(4)
    this.value = unzigzag(reader.sized())
  }

  step(reader: BitReader): void {
    this.#move = unzigzag(reader.rice(this.#k)) + this.#order * this.#move
    this.value += this.#move
  }
}

function track(values: readonly number[]): Track {
  const likeLast = coded(values, 0)
  const movedOn = coded(values, 1)
  return likeLast.bits <= movedOn.bits ? likeLast.track : movedOn.track
}

function coded(values: readonly number[], order: Order): { track: Track; bits: number } {
  const rest: number[] = []
  let move = 0
  for (let at = 1; at < values.length; at += 1) {
    const next = (values[at] ?? 0) - (values[at - 1] ?? 0)
    rest.push(zigzag(next - order * move))
    move = next
  }
  const { k, bits } = bestWidth(rest)
  return { track: { order, k, first: values[0] ?? 0, rest }, bits }
}

/** The costs are a valley, so the first width that is no better than the last ends the search. */
function bestWidth(values: readonly number[]): { k: number; bits: number } {
  let best = { k: 0, bits: Infinity }
  for (let k = 0; k <= largestK; k += 1) {
    const bits = values.reduce((sum, value) => sum + riceBits(value, k), 0)
    if (bits >= best.bits) break
    best = { k, bits }
  }
  return best
}

/** Whatever is no number stands at 0. */
function placed(value: number): number {
  return Math.round(Math.max(-farthest, Math.min(farthest, value * steps))) | 0
}

function quantised(pressure: number = usualPressure): number {
  return Math.round(Math.max(0, Math.min(1, pressure)) * pressures) | 0
}
