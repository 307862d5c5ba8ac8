// How many columns and rows make the largest tiles of one shape in a space, and how many tiles a page of
// the gallery takes. Pure.

export interface GridShape {
  readonly columns: number
  readonly rows: number
  /** Pixels of one tile. */
  readonly width: number
  readonly height: number
}

export interface Space {
  readonly width: number
  readonly height: number
  readonly gap: number
}

const ratio = 16 / 9

export function gridFor(count: number, { width, height, gap }: Space): GridShape {
  let best: GridShape = { columns: 1, rows: Math.max(1, count), width: 0, height: 0 }
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.max(1, Math.ceil(count / columns))
    const wide = Math.max(0, (width - gap * (columns - 1)) / columns)
    const high = Math.max(0, (height - gap * (rows - 1)) / rows)
    const tile = Math.min(wide, high * ratio)
    if (tile > best.width) best = { columns, rows, width: tile, height: tile / ratio }
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
