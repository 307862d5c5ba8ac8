// Points of ink as bytes, for records and for what passes live. Each coordinate, in tenths of a unit, is told
// as its difference from what the points before let one expect, in Rice's code of a width fit for the stroke:
// a point of handwriting takes less than two bytes. What others sent is read here: garbage gives null, and
// nothing is made that its bytes do not pay for.
import { BitReader, BitWriter, riceBits, unzigzag, zigzag } from './bits.ts'
import { boardLimits } from './record.ts'
import type { Box, InkPoint } from './plane.ts'

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
  const points: InkPoint[] = []
  const whole = follow(bytes, most, (x, y, hard) => {
    points.push(hard === null ? { x, y } : { x, y, pressure: hard })
  })
  return whole ? points : null
}

/** Around the points of a stroke, without making them; null as above, and around none. */
export function strokeBox(bytes: Uint8Array): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const whole = follow(bytes, boardLimits.pointsPerStroke, (x, y) => {
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  })
  if (!whole || left > right) return null
  return { x: left, y: top, width: right - left, height: bottom - top }
}

type Step = (x: number, y: number, pressure: number | null) => void

/** False for what is no stroke, found out after any number of steps. */
function follow(bytes: Uint8Array, most: number, step: Step): boolean {
  const reader = new BitReader(bytes)
  const count = reader.sized()
  // Every number takes a bit or more, so the bytes bound what is made of them.
  if (count > most || count * 2 > bytes.length * 8) return false
  return (count === 0 || followPoints(reader, count, step)) && reader.left >= 0 && reader.left < 8
}

function followPoints(reader: BitReader, count: number, step: Step): boolean {
  const pressed = reader.read(1) === 1
  const x = new Course(reader)
  const y = new Course(reader)
  const pressure = pressed ? new Course(reader) : null
  for (let at = 0; at < count; at += 1) {
    if (at > 0) {
      x.step(reader)
      y.step(reader)
      pressure?.step(reader)
    }
    if (reader.over || Math.abs(x.value) > farthest || Math.abs(y.value) > farthest) return false
    const hard = pressure?.value ?? 0
    if (hard < 0 || hard > pressures) return false
    step(x.value / steps, y.value / steps, pressure === null ? null : hard / pressures)
  }
  return true
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
