// All tiles of one scale: found by place, made when they are wanted, and let go when they are not.
import type { Box } from '../../../../shared/board/shape.ts'
import { Tile, type TileGrid } from './tile.ts'

export class TileLevel {
  readonly grid: TileGrid
  readonly #tiles = new Map<string, Tile>()

  constructor(grid: TileGrid) {
    this.grid = grid
  }

  get tiles(): Iterable<Tile> {
    return this.#tiles.values()
  }

  get size(): number {
    return this.#tiles.size
  }

  /** Those that meet the box; `make` says what to do for places where there is none. */
  over(box: Box, make: 'make' | 'leave'): Tile[] {
    const side = this.grid.side / this.grid.scale
    const found: Tile[] = []
    const [right, bottom] = [box.x + box.width, box.y + box.height]
    for (let row = Math.floor(box.y / side); row * side < bottom; row += 1) {
      for (let column = Math.floor(box.x / side); column * side < right; column += 1) {
        const tile = make === 'make' ? this.#make(column, row) : this.#at(column, row)
        if (tile !== undefined) found.push(tile)
      }
    }
    return found
  }

  /** Whether bitmaps, fresh or not, lie everywhere in the box. */
  covers(box: Box): boolean {
    const side = this.grid.side / this.grid.scale
    const [right, bottom] = [box.x + box.width, box.y + box.height]
    for (let row = Math.floor(box.y / side); row * side < bottom; row += 1) {
      for (let column = Math.floor(box.x / side); column * side < right; column += 1) {
        if ((this.#at(column, row)?.canvas ?? null) === null) return false
      }
    }
    return true
  }

  drop(tile: Tile): void {
    this.#tiles.delete(nameOf(tile.column, tile.row))
  }

  clear(): void {
    this.#tiles.clear()
  }

  #at(column: number, row: number): Tile | undefined {
    return this.#tiles.get(nameOf(column, row))
  }

  #make(column: number, row: number): Tile {
    const known = this.#at(column, row)
    if (known !== undefined) return known
    const tile = new Tile(this.grid, column, row)
    this.#tiles.set(nameOf(column, row), tile)
    return tile
  }
}

function nameOf(column: number, row: number): string {
  return `${column},${row}`
}
