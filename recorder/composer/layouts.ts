// Where on the composed picture each source stands. Data in, data out: knows neither pictures nor who speaks.

export interface Size {
  /** In pixels, even. */
  readonly width: number
  readonly height: number
}

/** `contain`: all of it, with black around; `cover`: the whole tile, cropped evenly. */
export type Fit = 'contain' | 'cover'

export interface Tile extends Size {
  readonly fit: Fit
}

export const isSameTile = (one: Tile, other: Tile): boolean =>
  one.width === other.width && one.height === other.height && one.fit === other.fit

export interface Place extends Tile {
  /** Of a source or a still. */
  readonly id: string
  /** Of the upper left corner, in pixels, even. */
  readonly x: number
  readonly y: number
  /** What is higher hides what is lower. */
  readonly z: number
}

export type Layout = readonly Place[]

export type Corner = 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight'

/** Any of them may be a camera, a screen, a board or slides; `cameras` from the left above to the right below. */
export type Arrangement =
  | { readonly kind: 'alone'; readonly main: string }
  | { readonly kind: 'beside'; readonly main: string; readonly side: string }
  | {
      readonly kind: 'corner'
      readonly main: string
      readonly side: string
      readonly corner: Corner
    }
  | { readonly kind: 'grid'; readonly cameras: readonly string[] }

export const mostInGrid = 9

/** Shares of the canvas. */
const sideShare = 1 / 4
const cornerShare = 1 / 5
const marginShare = 1 / 64

/** Chroma has half of the lines and columns. */
const even = (pixels: number): number => Math.floor(pixels / 2) * 2

function alone(main: string, { width, height }: Size): Layout {
  return [{ id: main, x: 0, y: 0, width, height, fit: 'contain', z: 0 }]
}

/** What matters is whole; whoever speaks has a tile of 4:3 at its right, in the middle. */
function beside(main: string, side: string, canvas: Size): Layout {
  const width = even(canvas.width * sideShare)
  const height = even(Math.min((width * 3) / 4, canvas.height))
  const x = canvas.width - width
  return [
    { id: main, x: 0, y: 0, width: x, height: canvas.height, fit: 'contain', z: 0 },
    { id: side, x, y: even((canvas.height - height) / 2), width, height, fit: 'cover', z: 1 },
  ]
}

type CornerArrangement = Extract<Arrangement, { kind: 'corner' }>

function inCorner({ main, side, corner }: CornerArrangement, canvas: Size): Layout {
  const width = even(canvas.width * cornerShare)
  const height = even(canvas.height * cornerShare)
  const margin = even(canvas.width * marginShare)
  const isLeft = corner === 'topLeft' || corner === 'bottomLeft'
  const isTop = corner === 'topLeft' || corner === 'topRight'
  const x = isLeft ? margin : canvas.width - width - margin
  const y = isTop ? margin : canvas.height - height - margin
  return [...alone(main, canvas), { id: side, x, y, width, height, fit: 'cover', z: 1 }]
}

/** Tiles of the canvas's own shape; the last row stands in the middle, and so do all rows. */
function grid(cameras: readonly string[], canvas: Size): Layout {
  const shown = cameras.slice(0, mostInGrid)
  const columns = Math.ceil(Math.sqrt(shown.length))
  const rows = Math.ceil(shown.length / columns)
  const width = even(canvas.width / columns)
  const height = even(canvas.height / columns)
  const top = (canvas.height - rows * height) / 2
  return shown.map((id, n) => {
    const row = Math.floor(n / columns)
    const inRow = Math.min(columns, shown.length - row * columns)
    const left = (canvas.width - inRow * width) / 2
    const x = even(left + (n % columns) * width)
    return { id, x, y: even(top + row * height), width, height, fit: 'cover', z: 0 }
  })
}

export function layoutOf(arrangement: Arrangement, canvas: Size): Layout {
  switch (arrangement.kind) {
    case 'alone':
      return alone(arrangement.main, canvas)
    case 'beside':
      return beside(arrangement.main, arrangement.side, canvas)
    case 'corner':
      return inCorner(arrangement, canvas)
    case 'grid':
      return grid(arrangement.cameras, canvas)
  }
}
