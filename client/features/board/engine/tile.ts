// One square of the page as a bitmap, at one scale, and the work of painting it piece by piece.
import { grown, type Matrix } from '../../../../shared/board/geometry.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import { drawBackdrop, type Backdrop } from './backdrop.ts'
import type { Allowance } from './pace.ts'
import type { Painter } from './painter.ts'
import { byOrder, type Scene, type SceneObject } from './scene.ts'

export interface TileGrid {
  /** Device pixels to a board unit. */
  readonly scale: number
  /** Of a tile's side, in device pixels. */
  readonly side: number
}

export interface TilePaints {
  readonly scene: Scene
  readonly painter: Painter
  readonly backdrop: Backdrop
  /** Objects that are drawn elsewhere for now, such as while they are dragged. */
  readonly isOff: (key: string) => boolean
}

/** Soft edges reach a pixel beyond an object's box. */
const softness = 2

export class Tile {
  readonly column: number
  readonly row: number
  readonly grid: TileGrid
  /** Of the board. */
  readonly box: Box
  /** The frame in which it was last wanted. */
  wanted = 0
  #canvas: HTMLCanvasElement | null = null
  #stale: 'all' | Box | null = 'all'

  constructor(grid: TileGrid, column: number, row: number) {
    const side = grid.side / grid.scale
    this.grid = grid
    this.column = column
    this.row = row
    this.box = { x: column * side, y: row * side, width: side, height: side }
  }

  /** Null until it has been painted once. */
  get canvas(): HTMLCanvasElement | null {
    return this.#canvas
  }

  get fresh(): boolean {
    return this.#stale === null
  }

  get page(): Matrix {
    const { scale, side } = this.grid
    return { a: scale, b: 0, c: 0, d: scale, e: -this.column * side, f: -this.row * side }
  }

  spoil(box: Box): void {
    if (this.#stale === 'all') return
    const before = this.#stale
    if (before === null) this.#stale = box
    else {
      const x = Math.min(before.x, box.x)
      const y = Math.min(before.y, box.y)
      const right = Math.max(before.x + before.width, box.x + box.width)
      const bottom = Math.max(before.y + before.height, box.y + box.height)
      this.#stale = { x, y, width: right - x, height: bottom - y }
    }
  }

  spoilAll(): void {
    this.#stale = 'all'
  }

  /** Draws what lies above all that is there already; false when the tile must be painted anyhow. */
  append(object: SceneObject, painter: Painter): boolean {
    const context = this.#canvas?.getContext('2d') ?? null
    if (context === null || this.#stale !== null) return false
    painter.draw(context, object.drawn, this.page)
    return true
  }

  /** The work of making it fresh; what becomes stale meanwhile asks for work again. */
  begin(paints: TilePaints): TileWork {
    const stale = this.#stale
    const part = stale === 'all' || this.#canvas === null ? null : stale
    this.#stale = null
    return new TileWork(this, paints, part)
  }

  take(canvas: HTMLCanvasElement): void {
    this.#canvas = canvas
  }
}

export class TileWork {
  readonly tile: Tile
  readonly #paints: TilePaints
  readonly #objects: readonly SceneObject[]
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D | null
  #next = 0

  /** `part` of a tile that is there is painted over a copy of it; null paints it whole. */
  constructor(tile: Tile, paints: TilePaints, part: Box | null) {
    const { scale, side } = tile.grid
    const soft = softness / scale
    this.tile = tile
    this.#paints = paints
    this.#canvas = document.createElement('canvas')
    this.#canvas.width = side
    this.#canvas.height = side
    this.#context = this.#canvas.getContext('2d', { alpha: paints.backdrop.palette.page === null })
    const area = grown(part ?? tile.box, soft)
    if (this.#context !== null) this.#prepare(this.#context, part === null ? null : area)
    const { scene, isOff } = paints
    const within = scene.within(grown(area, soft)).filter(({ key }) => !isOff(key))
    this.#objects = within.sort(byOrder)
  }

  /** Draws objects until the allowance is used up; true when the tile is done. */
  run(allowance: Allowance): boolean {
    const context = this.#context
    if (context === null) return true
    const { painter, scene } = this.#paints
    const { page } = this.tile
    for (let object = this.#take(allowance); object !== undefined; object = this.#take(allowance)) {
      // Gone since the work began: the tile is stale already, and its outline is nobody's any more.
      if (scene.get(object.key)?.record !== object.record) {
        painter.drawOnce(context, object.drawn, page)
        continue
      }
      // Making an outline costs about as much again as filling it.
      const factor = painter.isKept(object.drawn) ? 1 : 1.5
      allowance.spend(factor * painter.costOf(object.drawn))
      painter.draw(context, object.drawn, page)
    }
    if (this.#next < this.#objects.length) return false
    // What is appended later goes over all of the tile.
    context.restore()
    this.tile.take(this.#canvas)
    return true
  }

  #take(allowance: Allowance): SceneObject | undefined {
    if (!allowance.left) return undefined
    const object = this.#objects[this.#next]
    this.#next += 1
    return object
  }

  #prepare(context: CanvasRenderingContext2D, part: Box | null): void {
    const { tile } = this
    context.save()
    if (part !== null && tile.canvas !== null) {
      context.drawImage(tile.canvas, 0, 0)
      const { scale, side } = tile.grid
      const [left, top] = [Math.floor(part.x * scale), Math.floor(part.y * scale)]
      const right = Math.ceil((part.x + part.width) * scale)
      const bottom = Math.ceil((part.y + part.height) * scale)
      context.beginPath()
      context.rect(left - tile.column * side, top - tile.row * side, right - left, bottom - top)
      context.clip()
    }
    drawBackdrop(context, this.#paints.backdrop, { box: grown(tile.box, 1), page: tile.page })
  }
}
