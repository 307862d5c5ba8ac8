// How large a picture must be for the tile it is on. Pure.

export interface Extent {
  readonly width: number
  readonly height: number
}

/** Layers differ by a factor of two, so finer steps would only be asked for in vain. */
const steps = [90, 120, 180, 240, 360, 480, 720, 1080, 1440, 2160]

/** More pixels of a screen than this to one of the page, nobody sees. */
const mostRatio = 2

/** Until a picture is there, it is taken for one of this shape. */
export const usualShape: Extent = { width: 16, height: 9 }

interface Tile extends Extent {
  /** Shown whole, with bars beside it; else the tile is filled and edges are lost. */
  readonly whole: boolean
  readonly pixelRatio: number
}

/** From top to bottom of the whole picture, in pixels of the screen, rounded up to a step. */
export function heightFor(picture: Extent, { width, height, whole, pixelRatio }: Tile): number {
  const byWidth = (width * picture.height) / picture.width
  const shown = whole ? Math.min(height, byWidth) : Math.max(height, byWidth)
  const pixels = shown * Math.min(pixelRatio, mostRatio)
  return steps.find((step) => step >= pixels) ?? Math.max(...steps)
}
