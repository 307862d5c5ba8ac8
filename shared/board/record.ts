// What lies on a page of a board. A layer is one Yjs document with two root maps: `o` holds each object's
// record, `x` its placement, so that dragging something never sends its points again. Records are replaced
// whole; their keys are short because a stroke pays for each of them.
import type { ParticipantId } from '../ids.ts'

/** Ten characters of A–Z, a–z, 0–9, `-` and `_`: unique within a layer. */
export type ObjectId = string

export const maps = { objects: 'o', placements: 'x' } as const

/** A place in the palette, whose colours suit light and dark pages; or `#rrggbb`. */
export type Colour = number | `#${string}`

/** 0 none, 1 half transparent, 2 solid. */
export type Fill = 0 | 1 | 2

/** Lengths in board units, which are CSS pixels at zoom 1. */
export interface ObjectRecord {
  /** The shape: see `shapes/index.ts`. */
  readonly t: string
  /** Order on the page: higher lies above lower, equal by id. */
  readonly z: number
  /** Whose it is, where the installation put it in as a copy; else it is its maker's: see `author.ts`. */
  readonly by?: ParticipantId
  readonly c?: Colour
  /** Width of lines. */
  readonly w?: number
  readonly f?: Fill
}

/** What is done to an object as a whole: scaled, turned around its middle, then moved. Absent: nothing. */
export interface Placement {
  readonly x?: number
  readonly y?: number
  /** Clockwise, in radians. */
  readonly r?: number
  readonly sx?: number
  readonly sy?: number
  /** In place of the record's. */
  readonly z?: number
  /** Students cannot change it. */
  readonly lock?: true
  /** Objects of one group are selected together. */
  readonly g?: ObjectId
}

export const boardLimits = {
  /** Objects on one page. */
  objects: 20_000,
  /** Of them, of one person who is not staff. */
  objectsOfOne: 5_000,
  /** Of one object's record as bytes. */
  recordBytes: 8 * 1024,
  /** Beyond this, in either direction, nothing lies. */
  coordinate: 1_000_000,
  pointsPerStroke: 500,
  textLength: 4_000,
  /** One message to the server, in bytes. */
  messageBytes: 256 * 1024,
  /** Of one layer, in bytes. */
  layerBytes: 16 * 1024 * 1024,
} as const
