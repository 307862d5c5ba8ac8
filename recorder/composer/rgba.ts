// A still of red, green, blue and alpha becomes a tile of three planes: made to fit, and its colours converted
// (BT.601, limited range). Pure.
import type { Size, Tile } from './layouts.ts'
import { blackOf, planesOf, type Planes } from './planes.ts'

export interface Rgba {
  /** In pixels. */
  readonly width: number
  readonly height: number
  /** Four bytes for each pixel; what is transparent lies on black. */
  readonly rgba: Uint8Array
}

interface Box extends Size {
  readonly x: number
  readonly y: number
}

interface Line {
  readonly from: number
  readonly length: number
  readonly limit: number
}

const evenly = (pixels: number): number => Math.max(2, Math.round(pixels / 2) * 2)

/** The part of the still that is seen, in its pixels, and where it is seen in the tile. */
function boxes(still: Size, tile: Tile): { seen: Box; target: Box } {
  const across = tile.width / still.width
  const down = tile.height / still.height
  if (tile.fit === 'cover') {
    const scale = Math.max(across, down)
    const [width, height] = [tile.width / scale, tile.height / scale]
    const seen = { x: (still.width - width) / 2, y: (still.height - height) / 2, width, height }
    return { seen, target: { x: 0, y: 0, width: tile.width, height: tile.height } }
  }
  const scale = Math.min(across, down)
  const width = Math.min(tile.width, evenly(still.width * scale))
  const height = Math.min(tile.height, evenly(still.height * scale))
  const x = Math.floor((tile.width - width) / 4) * 2
  const y = Math.floor((tile.height - height) / 4) * 2
  const seen = { x: 0, y: 0, width: still.width, height: still.height }
  return { seen, target: { x, y, width, height } }
}

/** From where to where pixels are averaged for each of `count` target pixels, at least one. */
function spans({ from, length, limit }: Line, count: number): Int32Array {
  const edges = new Int32Array(count * 2)
  for (let n = 0; n < count; n += 1) {
    const begin = Math.min(limit - 1, Math.floor(from + (n * length) / count))
    const end = Math.min(limit, Math.floor(from + ((n + 1) * length) / count))
    edges[n * 2] = begin
    edges[n * 2 + 1] = Math.max(begin + 1, end)
  }
  return edges
}

interface Block {
  /** Bytes from one line to the next. */
  readonly line: number
  /** Of its first pixel and behind its last line, in bytes. */
  readonly from: number
  readonly to: number
  /** In bytes. */
  readonly width: number
}

/** The mean colour of a block, at `at` in `colours`. Arrays of colours would cost more than all the rest. */
function average(
  rgba: Uint8Array,
  block: Block,
  target: { colours: Uint8Array; at: number },
): void {
  const { line, from, to, width } = block
  let red = 0
  let green = 0
  let blue = 0
  for (let row = from; row < to; row += line) {
    for (let byte = row; byte < row + width; byte += 4) {
      const alpha = rgba[byte + 3] ?? 0
      red += (rgba[byte] ?? 0) * alpha
      green += (rgba[byte + 1] ?? 0) * alpha
      blue += (rgba[byte + 2] ?? 0) * alpha
    }
  }
  const share = ((to - from) / line) * (width / 4) * 255
  target.colours[target.at] = red / share
  target.colours[target.at + 1] = green / share
  target.colours[target.at + 2] = blue / share
}

/** Red, green and blue of the part that is seen, in the size in which it is. */
function resized(still: Rgba, seen: Box, { width, height }: Size): Uint8Array {
  const target = { colours: new Uint8Array(width * height * 3), at: 0 }
  const columns = spans({ from: seen.x, length: seen.width, limit: still.width }, width)
  const rows = spans({ from: seen.y, length: seen.height, limit: still.height }, height)
  const line = still.width * 4
  for (let y = 0; y < height; y += 1) {
    const top = (rows[y * 2] ?? 0) * line
    const bottom = (rows[y * 2 + 1] ?? 0) * line
    for (let x = 0; x < width; x += 1) {
      const left = (columns[x * 2] ?? 0) * 4
      const right = (columns[x * 2 + 1] ?? 0) * 4
      const block = { line, from: top + left, to: bottom + left, width: right - left }
      average(still.rgba, block, target)
      target.at += 3
    }
  }
  return target.colours
}

/** ITU-R BT.601, in 256ths. */
const luma = (red: number, green: number, blue: number): number =>
  ((66 * red + 129 * green + 25 * blue + 128) >> 8) + 16
const chromaBlue = (red: number, green: number, blue: number): number =>
  ((-38 * red - 74 * green + 112 * blue + 128) >> 8) + 128
const chromaRed = (red: number, green: number, blue: number): number =>
  ((112 * red - 94 * green - 18 * blue + 128) >> 8) + 128

function writeLuma(colours: Uint8Array, box: Box, tile: Planes): void {
  let from = 0
  for (let y = 0; y < box.height; y += 1) {
    const row = (box.y + y) * tile.width + box.x
    for (let x = 0; x < box.width; x += 1) {
      tile.data[row + x] = luma(colours[from] ?? 0, colours[from + 1] ?? 0, colours[from + 2] ?? 0)
      from += 3
    }
  }
}

function writeChroma(colours: Uint8Array, box: Box, tile: Planes): void {
  const [, blues, reds] = planesOf(tile)
  const line = box.width * 3
  const mean = (at: number) =>
    ((colours[at] ?? 0) +
      (colours[at + 3] ?? 0) +
      (colours[at + line] ?? 0) +
      (colours[at + line + 3] ?? 0)) /
    4
  for (let y = 0; y < box.height / 2; y += 1) {
    const row = (box.y / 2 + y) * blues.width + box.x / 2
    for (let x = 0; x < box.width / 2; x += 1) {
      const from = y * 2 * line + x * 6
      const red = mean(from)
      const green = mean(from + 1)
      const blue = mean(from + 2)
      tile.data[blues.start + row + x] = chromaBlue(red, green, blue)
      tile.data[reds.start + row + x] = chromaRed(red, green, blue)
    }
  }
}

/** Whole as `tile` says, and black around it. */
export function tileOf(still: Rgba, tile: Tile): Planes {
  const picture = blackOf({ width: tile.width, height: tile.height })
  if (still.width < 1 || still.height < 1) return picture
  const { seen, target } = boxes(still, tile)
  const colours = resized(still, seen, target)
  writeLuma(colours, target, picture)
  writeChroma(colours, target, picture)
  return picture
}
