// Which part of the board is seen, and how large: from board units to the screen and back.
import { boardLimits } from '../../../../shared/board/record.ts'
import { grown } from '../../../../shared/board/geometry.ts'
import type { Box, Point } from '../../../../shared/board/shape.ts'
import type { View } from './contract.ts'

export const zoomLimits = { least: 0.05, most: 16 } as const

/** Left free around what is fitted, in CSS pixels. */
const margin = 32

export interface Sight {
  /** Of the board, at the upper left of the screen. */
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export function panned(sight: Sight, by: Point): Sight {
  return kept({ ...sight, x: sight.x - by.x / sight.zoom, y: sight.y - by.y / sight.zoom })
}

/** What lies under `at` on the screen stays there. */
export function zoomed(sight: Sight, at: Point, zoom: number): Sight {
  const next = Math.max(zoomLimits.least, Math.min(zoomLimits.most, zoom))
  return kept({
    x: sight.x + at.x / sight.zoom - at.x / next,
    y: sight.y + at.y / sight.zoom - at.y / next,
    zoom: next,
  })
}

/** The whole box in the middle of a part of the screen, with room around it and no larger than `most`. */
export function fitted(box: Box, part: Box, most = 1): Sight {
  return shown(box, grown(part, -margin), most)
}

/** As large as it fits into a part of the screen, with nothing of it left out. */
export function shown(
  box: Box,
  { x, y, width, height }: Box,
  most: number = zoomLimits.most,
): Sight {
  const fit = Math.min(most, width / (box.width || 1), height / (box.height || 1))
  const zoom = Math.max(zoomLimits.least, fit)
  return kept({
    x: box.x + box.width / 2 - (x + width / 2) / zoom,
    y: box.y + box.height / 2 - (y + height / 2) / zoom,
    zoom,
  })
}

function kept({ x, y, zoom }: Sight): Sight {
  const within = (value: number) =>
    Math.max(-boardLimits.coordinate, Math.min(boardLimits.coordinate, value))
  return { x: within(x), y: within(y), zoom }
}

/** How far along a glide is, from 0 to 1: fast at first, then slower. A late frame has a time before its begin. */
function eased(part: number): number {
  return 1 - (1 - Math.max(0, Math.min(1, part))) ** 3
}

const glideMs = 180

interface Glide {
  readonly from: Sight
  readonly to: Sight
  readonly begun: number
}

export class Camera {
  #sight: Sight = { x: 0, y: 0, zoom: 1 }
  #size: Size = { width: 1, height: 1 }
  #free: Box = { x: 0, y: 0, width: 1, height: 1 }
  #glide: Glide | null = null
  /** What is seen whatever hands do. */
  #held: Box | null = null
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get zoom(): number {
    return this.#sight.zoom
  }

  get sight(): Sight {
    return this.#sight
  }

  /** Where it will be, so that what is asked while it glides adds up. */
  get goal(): Sight {
    return this.#glide?.to ?? this.#sight
  }

  get size(): Size {
    return this.#size
  }

  /** The part of the screen on which no tools lie. */
  get free(): Box {
    return this.#free
  }

  get gliding(): boolean {
    return this.#glide !== null
  }

  get view(): View {
    const { x, y, zoom } = this.#sight
    const { width, height } = this.#size
    return { box: { x, y, width: width / zoom, height: height / zoom }, zoom }
  }

  toBoard({ x, y }: Point): Point {
    return { x: this.#sight.x + x / this.zoom, y: this.#sight.y + y / this.zoom }
  }

  toScreen({ x, y }: Point): Point {
    return { x: (x - this.#sight.x) * this.zoom, y: (y - this.#sight.y) * this.zoom }
  }

  boxToScreen(box: Box): Box {
    const corner = this.toScreen(box)
    return { ...corner, width: box.width * this.zoom, height: box.height * this.zoom }
  }

  resize(size: Size, free: Box = this.#free): void {
    this.#size = size
    this.#free = free
    if (this.#held !== null) this.#sight = shown(this.#held, { x: 0, y: 0, ...size })
    this.#changed()
  }

  /** From now on this is seen, as large as it fits: the page lies over something that does not move. */
  hold(box: Box): void {
    this.#glide = null
    this.#held = box
    this.resize(this.#size)
  }

  panBy(by: Point): void {
    this.set(panned(this.#sight, by))
  }

  zoomAt(at: Point, factor: number): void {
    this.set(zoomed(this.#sight, at, this.zoom * factor))
  }

  set(sight: Sight): void {
    if (this.#held !== null) return
    this.#glide = null
    this.#sight = sight
    this.#changed()
  }

  glideTo(to: Sight, now: number): void {
    if (this.#held !== null) return
    this.#glide = { from: this.#sight, to, begun: now }
    this.#changed()
  }

  /** One frame of a glide. */
  step(now: number): void {
    const glide = this.#glide
    if (glide === null) return
    const part = eased((now - glide.begun) / glideMs)
    const mix = (from: number, to: number) => from + (to - from) * part
    const { from, to } = glide
    this.#sight = { x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: mix(from.zoom, to.zoom) }
    if (part >= 1) this.#glide = null
    this.#changed()
  }
}
