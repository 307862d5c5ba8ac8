// The outlines of letters out of a TrueType font, so that a formula is drawn the same by programs that do
// not load fonts. It reads what the fonts of KaTeX have, and answers null to whatever else.
import type { Point } from '../../../../shared/board/shape.ts'
import { pair } from '../../../../shared/board/pathData.ts'

/** How an outline in font units becomes one on the page. */
export interface GlyphPlace {
  readonly at: Point
  /** Height of the letters. */
  readonly size: number
}

export interface GlyphFont {
  /** Path data of M, L, Q and Z; null when the font has no such letter. */
  outline(codePoint: number, place: GlyphPlace): string | null
}

interface Knot extends Point {
  readonly on: boolean
}

/** Of letters made of letters. */
const deepest = 2

export function readFont(bytes: Uint8Array): GlyphFont | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const tables = tablesOf(view)
    const [cmap, head, loca, glyf] = ['cmap', 'head', 'loca', 'glyf'].map((tag) => tables.get(tag))
    if (cmap === undefined || head === undefined || loca === undefined || glyf === undefined) {
      return null
    }
    const index = charactersOf(view, cmap)
    const perEm = view.getUint16(head + 18)
    const long = view.getInt16(head + 50) === 1
    const offsetOf = (glyph: number) =>
      glyf + (long ? view.getUint32(loca + 4 * glyph) : 2 * view.getUint16(loca + 2 * glyph))
    const glyphs = { view, offsetOf }
    return {
      outline: (codePoint, { at, size }) => {
        const glyph = index.get(codePoint)
        if (glyph === undefined) return null
        const scale = size / perEm
        const contours = safely(() => contoursOf(glyphs, glyph, 0))
        const placed = ({ x, y, on }: Knot) => ({ x: at.x + x * scale, y: at.y - y * scale, on })
        return contours?.map((knots) => contourPath(knots.map(placed))).join('') ?? null
      },
    }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** What a broken font makes one read beyond its end. */
function safely<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function tablesOf(view: DataView): Map<string, number> {
  const tables = new Map<string, number>()
  const count = view.getUint16(4)
  for (let at = 12; at < 12 + 16 * count; at += 16) {
    const tag = [0, 1, 2, 3].map((part) => String.fromCharCode(view.getUint8(at + part))).join('')
    tables.set(tag, view.getUint32(at + 8))
  }
  return tables
}

/** Glyphs by code point, from the table's part in format 4, which every such font has. */
function charactersOf(view: DataView, cmap: number): Map<number, number> {
  const found = new Map<number, number>()
  const count = view.getUint16(cmap + 2)
  for (let part = 0; part < count; part += 1) {
    const at = cmap + view.getUint32(cmap + 4 + 8 * part + 4)
    if (view.getUint16(at) === 4) readSegments(view, at, found)
  }
  return found
}

/** A broken table could say all of them many times. */
const mostCharacters = 0x10000

function readSegments(view: DataView, at: number, found: Map<number, number>): void {
  const doubled = view.getUint16(at + 6)
  let left = mostCharacters
  for (let segment = 0; segment < doubled; segment += 2) {
    const ends = at + 14 + segment
    const starts = ends + doubled + 2
    const deltas = starts + doubled
    const offsets = deltas + doubled
    const [start, end] = [view.getUint16(starts), view.getUint16(ends)]
    const [delta, offset] = [view.getUint16(deltas), view.getUint16(offsets)]
    for (let code = start; code <= end && code !== 0xffff && left > 0; code += 1) {
      left -= 1
      const direct = offset === 0 ? code : view.getUint16(offsets + offset + 2 * (code - start))
      const glyph = offset !== 0 && direct === 0 ? 0 : (direct + delta) & 0xffff
      if (glyph !== 0) found.set(code, glyph)
    }
  }
}

interface Glyphs {
  readonly view: DataView
  readonly offsetOf: (glyph: number) => number
}

function contoursOf(glyphs: Glyphs, glyph: number, depth: number): Knot[][] {
  const { view, offsetOf } = glyphs
  const at = offsetOf(glyph)
  if (at === offsetOf(glyph + 1)) return []
  const count = view.getInt16(at)
  if (count >= 0) return simple(view, at + 10, count)
  return depth < deepest ? composed(glyphs, at + 10, depth) : []
}

const flags = { on: 1, shortX: 2, shortY: 4, repeated: 8, sameX: 16, sameY: 32 } as const

function simple(view: DataView, start: number, count: number): Knot[][] {
  const ends = Array.from({ length: count }, (_, contour) => view.getUint16(start + 2 * contour))
  const points = (ends.at(-1) ?? -1) + 1
  let at = start + 2 * count
  at += 2 + view.getUint16(at)
  const marks: number[] = []
  while (marks.length < points) {
    const mark = view.getUint8(at)
    at += 1
    marks.push(mark)
    if ((mark & flags.repeated) === 0) continue
    const times = view.getUint8(at)
    at += 1
    for (let more = 0; more < times; more += 1) marks.push(mark)
  }
  const xs = read(flags.shortX, flags.sameX)
  const ys = read(flags.shortY, flags.sameY)
  let from = 0
  return ends.map((end) => {
    const knots: Knot[] = []
    for (; from <= end; from += 1) {
      knots.push({ x: xs[from] ?? 0, y: ys[from] ?? 0, on: ((marks[from] ?? 0) & flags.on) !== 0 })
    }
    return knots
  })

  function read(short: number, same: number): number[] {
    let value = 0
    return marks.map((mark) => {
      if ((mark & short) !== 0) {
        value += (mark & same) === 0 ? -view.getUint8(at) : view.getUint8(at)
        at += 1
      } else if ((mark & same) === 0) {
        value += view.getInt16(at)
        at += 2
      }
      return value
    })
  }
}

const parts = { words: 1, offsets: 2, scaled: 8, more: 32, scaledTwice: 64, matrix: 128 } as const

/** Parts that are moved; scaled ones are not in the fonts this is for. */
function composed(glyphs: Glyphs, start: number, depth: number): Knot[][] {
  const { view } = glyphs
  const contours: Knot[][] = []
  let at = start
  for (let more = true; more;) {
    const mark = view.getUint16(at)
    const glyph = view.getUint16(at + 2)
    const words = (mark & parts.words) !== 0
    const dx = words ? view.getInt16(at + 4) : view.getInt8(at + 4)
    const dy = words ? view.getInt16(at + 6) : view.getInt8(at + 5)
    at += words ? 8 : 6
    if ((mark & parts.scaled) !== 0) at += 2
    if ((mark & parts.scaledTwice) !== 0) at += 4
    if ((mark & parts.matrix) !== 0) at += 8
    for (const knots of contoursOf(glyphs, glyph, depth + 1)) {
      contours.push(knots.map(({ x, y, on }) => ({ x: x + dx, y: y + dy, on })))
    }
    more = (mark & parts.more) !== 0
  }
  return contours
}

/** Between two handles lies a point that the font does not say. */
function contourPath(knots: readonly Knot[]): string {
  const full = knots.flatMap((knot, at) => {
    const next = knots[(at + 1) % knots.length] ?? knot
    if (knot.on || next.on) return [knot]
    return [knot, { x: (knot.x + next.x) / 2, y: (knot.y + next.y) / 2, on: true }]
  })
  const first = full.findIndex(({ on }) => on)
  const turned = [...full.slice(first), ...full.slice(0, first)]
  const [start] = turned
  if (first < 0 || start === undefined) return ''
  let path = `M${pair(start)}`
  for (let at = 1; at < turned.length; at += 1) {
    const knot = turned[at] ?? start
    if (knot.on) path += `L${pair(knot)}`
    else {
      at += 1
      path += `Q${pair(knot)} ${pair(turned[at] ?? start)}`
    }
  }
  return `${path}Z`
}
