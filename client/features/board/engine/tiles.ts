// The drawn page as bitmaps. Each frame copies the tiles that are seen; what is missing or stale is painted
// in small pieces, the seen ones first, then a coarse picture of the whole page, then the surroundings. Where
// a tile is not ready, what there is at another scale stands in for it, so that nothing is ever blank for long.
import { distance, grown, meet, middleOf } from '../../../../shared/board/geometry.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import type { Camera } from './camera.ts'
import type { Allowance, Mood } from './pace.ts'
import type { SceneChange, SceneObject } from './scene.ts'
import type { Tile, TilePaints, TileWork } from './tile.ts'
import { TileLevel } from './tileLevel.ts'

/** Of a tile, in CSS pixels. */
const side = 256
/** Of the coarse picture's longer side, in device pixels, and its largest scale. */
const coarse = { pixels: 2_048, scale: 0.5, least: 1 / 64 } as const
/** Kept at most, in bytes of bitmap. */
const mostBytes = 128 * 1024 * 1024
/** After the last change of scale, the page is painted anew at the new one. */
const settleMs = 140
/** When more than this changes at once, everything is painted anew. */
const bulk = 500
/** A level is no longer good enough when it is seen at these scales of its own. */
const stretch = { least: 0.4, most: 2.5 } as const

export class Tiles {
  readonly #camera: Camera
  readonly #paints: TilePaints
  #ratio = 1
  #level: TileLevel
  #past: TileLevel[] = []
  #coarse: TileLevel | null = null
  /** What is seen is painted before the rest, even when that has begun. */
  #near: TileWork | null = null
  #rest: TileWork | null = null
  #frame = 0
  #seenChanged = true
  #zoomedAt = 0
  #zoom = 1

  constructor(camera: Camera, paints: TilePaints) {
    this.#camera = camera
    this.#paints = paints
    this.#level = this.#levelAt(1)
  }

  /** Device pixels to a CSS pixel. */
  set ratio(ratio: number) {
    if (ratio === this.#ratio) return
    this.#ratio = ratio
    this.renew()
  }

  get #side(): number {
    return Math.round(side * this.#ratio)
  }

  /** Everything is painted anew: another theme or background. */
  renew(): void {
    this.#near = null
    this.#rest = null
    this.#past = []
    this.#coarse = null
    this.#level = this.#levelAt(this.#camera.zoom * this.#ratio)
  }

  changed(changes: readonly SceneChange[], top: number): void {
    if (changes.length > bulk) {
      this.#spoilAll()
      return
    }
    const sorted = changes.toSorted((one, other) => (one.after?.z ?? 0) - (other.after?.z ?? 0))
    for (const change of sorted) this.#change(change, top)
  }

  /** What is there stays to be seen until it is painted anew. */
  #spoilAll(): void {
    this.#past = []
    for (const level of this.#levels) for (const tile of level.tiles) tile.spoilAll()
  }

  /** What lies in the box looks different. */
  spoil(box: Box): void {
    this.#forgetPast(box)
    for (const level of this.#levels)
      for (const tile of level.over(around(box, level), 'leave')) tile.spoil(box)
  }

  /** Whether what is seen has changed since this was last asked. */
  takeChanged(): boolean {
    const changed = this.#seenChanged
    this.#seenChanged = false
    return changed
  }

  /** Follows the camera; true when the page is about to be painted at another scale. */
  settle(now: number): boolean {
    const wanted = this.#camera.zoom * this.#ratio
    if (this.#camera.zoom !== this.#zoom) {
      this.#zoom = this.#camera.zoom
      this.#zoomedAt = now
    }
    const { scale } = this.#level.grid
    if (scale === wanted) return false
    const seenAt = wanted / scale
    const far = seenAt < stretch.least || seenAt > stretch.most
    if (!far && now - this.#zoomedAt < settleMs) return true
    const known = this.#past.find(({ grid }) => grid.scale === wanted)
    this.#past = [this.#level, ...this.#past.filter((level) => level !== known)].slice(0, 3)
    this.#level = known ?? this.#levelAt(wanted)
    this.#near?.tile.spoilAll()
    this.#near = null
    return true
  }

  /** Paints within an allowance, what is seen before anything else; false when nothing is left to paint. */
  paint(allowance: Allowance, mood: Mood): boolean {
    this.#frame += 1
    this.#paintNear(allowance)
    // What is seen for the first time is shown before anything is done that is not.
    const seenOnly = mood === 'opening' || !allowance.left
    const more = seenOnly || this.#paintRest(allowance, mood === 'idle')
    this.#shrink()
    return more
  }

  #paintNear(allowance: Allowance): void {
    while (allowance.left) {
      this.#near ??= this.#nearest(this.#level.over(this.#camera.view.box, 'make'))
      if (this.#near?.run(allowance) !== true) return
      this.#seenChanged = true
      this.#near = null
    }
  }

  #paintRest(allowance: Allowance, surroundings: boolean): boolean {
    while (allowance.left) {
      this.#rest ??= this.#nearest(this.#coarseTiles())
      if (surroundings) this.#rest ??= this.#nearest(this.#surroundings())
      if (this.#rest === null) return false
      if (!this.#rest.run(allowance)) return true
      this.#seenChanged = true
      this.#rest = null
    }
    return true
  }

  #surroundings(): Tile[] {
    return this.#level.over(grown(this.#camera.view.box, this.#around()), 'make')
  }

  /** Whether everything seen is drawn, sharp and up to date. */
  get sharp(): boolean {
    if (this.#near !== null) return false
    const tiles = this.#level.over(this.#camera.view.box, 'make')
    return tiles.every(({ fresh, canvas }) => fresh && canvas !== null)
  }

  /** Whether there is a picture, of whatever sharpness, wherever one looks. */
  get covered(): boolean {
    const { box } = this.#camera.view
    return this.#level
      .over(box, 'make')
      .every(({ canvas, box: part }) => canvas !== null || this.#standIn(part) !== null)
  }

  /** Copies what is seen; `context` has device pixels. */
  draw(context: CanvasRenderingContext2D): void {
    const { box } = this.#camera.view
    for (const tile of this.#level.over(box, 'make')) {
      tile.wanted = this.#frame
      if (tile.canvas === null) this.#drawInstead(context, tile.box)
      else this.#copy(context, tile)
    }
  }

  #copy(context: CanvasRenderingContext2D, tile: Tile): void {
    if (tile.canvas === null) return
    const { left, top, width, height } = this.#onScreen(tile.box)
    context.drawImage(tile.canvas, left, top, width, height)
  }

  /** Whole device pixels, so that neighbours meet without a seam. */
  #onScreen(box: Box): { left: number; top: number; width: number; height: number } {
    const { x, y, zoom } = this.#camera.sight
    const scale = zoom * this.#ratio
    const [left, top] = [Math.round((box.x - x) * scale), Math.round((box.y - y) * scale)]
    const right = Math.round((box.x + box.width - x) * scale)
    const bottom = Math.round((box.y + box.height - y) * scale)
    return { left, top, width: right - left, height: bottom - top }
  }

  #standIn(box: Box): TileLevel | null {
    const inner = grown(box, -box.width / 1_000)
    const past = this.#past.find((level) => level.covers(inner))
    if (past !== undefined) return past
    return this.#coarse?.covers(this.#inContent(inner)) === true ? this.#coarse : null
  }

  /** Outside of the content, there is nothing to be seen and nothing painted. */
  #inContent(box: Box): Box {
    const extent = this.#paints.scene.extent()
    if (extent === null) return { ...box, width: 0, height: 0 }
    const [left, top] = [Math.max(box.x, extent.x), Math.max(box.y, extent.y)]
    const right = Math.min(box.x + box.width, extent.x + extent.width)
    const bottom = Math.min(box.y + box.height, extent.y + extent.height)
    return { x: left, y: top, width: right - left, height: bottom - top }
  }

  #drawInstead(context: CanvasRenderingContext2D, box: Box): void {
    const level = this.#standIn(box)
    const { left, top, width, height } = this.#onScreen(box)
    context.save()
    context.beginPath()
    context.rect(left, top, width, height)
    context.clip()
    const { page } = this.#paints.backdrop.palette
    if (page !== null) {
      context.fillStyle = page
      context.fillRect(left, top, width, height)
    }
    for (const tile of level?.over(box, 'leave') ?? []) {
      tile.wanted = this.#frame
      this.#copy(context, tile)
    }
    context.restore()
  }

  #nearest(tiles: readonly Tile[]): TileWork | null {
    const middle = middleOf(this.#camera.view.box)
    let least = Infinity
    let nearest: Tile | null = null
    for (const tile of tiles) {
      const far = tile.fresh ? Infinity : distance(middleOf(tile.box), middle)
      if (far >= least) continue
      least = far
      nearest = tile
    }
    return nearest?.begin(this.#paints) ?? null
  }

  /** A tile further on every side. */
  #around(): number {
    return this.#side / this.#level.grid.scale
  }

  #coarseTiles(): Tile[] {
    const extent = this.#paints.scene.extent()
    if (extent === null) return []
    let { scale }: { scale: number } = coarse
    const longest = Math.max(extent.width, extent.height)
    while (longest * scale > coarse.pixels && scale > coarse.least) scale /= 2
    if (this.#coarse?.grid.scale !== scale) this.#coarse = this.#levelAt(scale)
    if (longest * scale > coarse.pixels) return []
    return this.#coarse.over(extent, 'make')
  }

  #levelAt(scale: number): TileLevel {
    return new TileLevel({ scale, side: this.#side })
  }

  get #levels(): TileLevel[] {
    return [this.#level, ...(this.#coarse === null ? [] : [this.#coarse])]
  }

  #change({ before, after }: SceneChange, top: number): void {
    if (before === null && after !== null && after.z > top) this.#append(after)
    else {
      if (before !== null) this.spoil(before.box)
      if (after !== null) this.spoil(after.box)
    }
  }

  #append(object: SceneObject): void {
    if (this.#paints.isOff(object.key)) return
    this.#seenChanged = true
    this.#forgetPast(object.box)
    for (const level of this.#levels) {
      for (const tile of level.over(around(object.box, level), 'leave')) {
        const working = this.#near?.tile === tile || this.#rest?.tile === tile
        if (working || !tile.append(object, this.#paints.painter)) tile.spoil(object.box)
      }
    }
  }

  /** A past level is there for a moment only: rather none than an old one. */
  #forgetPast(box: Box): void {
    for (const level of this.#past) for (const tile of level.over(box, 'leave')) level.drop(tile)
  }

  #shrink(): void {
    const levels = [this.#level, ...this.#past]
    const room = Math.floor(mostBytes / (4 * this.#side ** 2))
    if (levels.reduce((sum, { size }) => sum + size, 0) <= room) return
    const tiles = levels.flatMap((level) => [...level.tiles].map((tile) => ({ level, tile })))
    const surplus = tiles.length - room
    const near = grown(this.#camera.view.box, this.#around())
    const spare = tiles.filter(({ level, tile }) => level !== this.#level || !meet(tile.box, near))
    spare.sort((one, other) => one.tile.wanted - other.tile.wanted)
    for (const { level, tile } of spare.slice(0, surplus)) level.drop(tile)
  }
}

/** Soft edges reach a pixel further. */
function around(box: Box, { grid }: TileLevel): Box {
  return grown(box, 2 / grid.scale)
}
