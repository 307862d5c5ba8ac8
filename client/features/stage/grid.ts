// How many columns and rows make the largest tiles in a space, and how many tiles a page of the gallery takes. Pure.

export interface GridShape {
  readonly columns: number
  readonly rows: number
  /** Pixels of one tile. */
  readonly width: number
  readonly height: number
}

/** How wide tiles may be for their height. */
interface Shapes {
  readonly least: number
  readonly most: number
}

export interface Space {
  readonly width: number
  readonly height: number
  readonly gap: number
  /** Of a picture, unless said otherwise. */
  readonly shapes?: Shapes
}

const picture: Shapes = { least: 16 / 9, most: 16 / 9 }
/** They fill an upright screen, though faces lose their sides. */
export const filling: Shapes = { least: 3 / 4, most: 16 / 9 }

export function gridFor(count: number, { width, height, gap, shapes = picture }: Space): GridShape {
  const most = Math.max(1, count)
  let best: GridShape = { columns: 1, rows: most, width: 0, height: 0 }
  for (let columns = 1; columns <= most; columns += 1) {
    const rows = Math.ceil(most / columns)
    const wide = Math.max(0, (width - gap * (columns - 1)) / columns)
    const high = Math.max(0, (height - gap * (rows - 1)) / rows)
    const tile = {
      width: Math.min(wide, high * shapes.most),
      height: Math.min(high, wide / shapes.least),
    }
    if (tile.width * tile.height > best.width * best.height) best = { columns, rows, ...tile }
  }
  return { ...best, width: Math.floor(best.width), height: Math.floor(best.height) }
}

/** More faces at once help nobody, and cost a laptop or a phone its breath. */
const pageMost = { wide: 49, narrow: 8 }
/** Pixels that a face needs to be told by. */
const faceLeast = { wide: 120, narrow: 150 }

/** As many tiles as fit without becoming too small to tell a face. */
export function tilesPerPage(space: Space): number {
  const kind = isNarrow(space.width) ? 'narrow' : 'wide'
  let count = pageMost[kind]
  while (count > 1 && gridFor(count, space).width < faceLeast[kind]) count -= 1
  return count
}

export const isNarrow = (width: number): boolean => width < 560
