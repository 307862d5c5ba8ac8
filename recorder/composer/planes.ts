// Pictures of three planes (4:2:0, eight bits, limited range): black ones, copies into a larger one, and rough
// changes of size. Pure but for the picture that is written to.
import type { Size } from './layouts.ts'

export interface Planes extends Size {
  /** Luma, then both chromas with half the lines and columns, without gaps. */
  readonly data: Buffer
}

const black = { luma: 16, chroma: 128 } as const

export const bytesOf = ({ width, height }: Size): number => (width * height * 3) / 2

interface Plane extends Size {
  /** Of its first byte. */
  readonly start: number
}

export function planesOf({ width, height }: Size): [Plane, Plane, Plane] {
  const half = { width: width / 2, height: height / 2 }
  const luma = width * height
  return [
    { width, height, start: 0 },
    { ...half, start: luma },
    { ...half, start: luma + luma / 4 },
  ]
}

export function blacken({ width, height, data }: Planes): void {
  data.fill(black.luma, 0, width * height)
  data.fill(black.chroma, width * height, bytesOf({ width, height }))
}

export function blackOf(size: Size): Planes {
  const picture = { ...size, data: Buffer.alloc(bytesOf(size)) }
  blacken(picture)
  return picture
}

function copyRows(from: Planes, to: Planes, at: { plane: number; x: number; y: number }): void {
  const source = planesOf(from)[at.plane]
  const target = planesOf(to)[at.plane]
  if (source === undefined || target === undefined) return
  const width = Math.min(source.width, target.width - at.x)
  const height = Math.min(source.height, target.height - at.y)
  if (width === target.width && width === source.width) {
    const begin = target.start + at.y * target.width
    from.data.copy(to.data, begin, source.start, source.start + width * height)
    return
  }
  for (let row = 0; row < height; row += 1) {
    const begin = source.start + row * source.width
    const place = target.start + (at.y + row) * target.width + at.x
    from.data.copy(to.data, place, begin, begin + width)
  }
}

/** `x` and `y` are even and at least 0; what does not fit is left out. */
export function copyInto(
  canvas: Planes,
  picture: Planes,
  { x, y }: { x: number; y: number },
): void {
  copyRows(picture, canvas, { plane: 0, x, y })
  copyRows(picture, canvas, { plane: 1, x: x / 2, y: y / 2 })
  copyRows(picture, canvas, { plane: 2, x: x / 2, y: y / 2 })
}

/** By the nearest pixel: for the moment until a decoder of the right size is there. */
export function roughly(picture: Planes, size: Size): Planes {
  const scaled: Planes = { ...size, data: Buffer.allocUnsafe(bytesOf(size)) }
  const targets = planesOf(size)
  for (const [n, from] of planesOf(picture).entries()) {
    const to = targets[n] ?? targets[0]
    const columns = Int32Array.from({ length: to.width }, (_, x) =>
      Math.floor((x * from.width) / to.width),
    )
    for (let y = 0; y < to.height; y += 1) {
      const row = from.start + Math.floor((y * from.height) / to.height) * from.width
      const place = to.start + y * to.width
      for (let x = 0; x < to.width; x += 1)
        scaled.data[place + x] = picture.data[row + (columns[x] ?? 0)] ?? 0
    }
  }
  return scaled
}
