// How many columns and rows make the largest tiles of one shape in a space. Pure.

export interface GridShape {
  readonly columns: number
  readonly rows: number
  /** Pixels of one tile. */
  readonly width: number
  readonly height: number
}

interface Space {
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
