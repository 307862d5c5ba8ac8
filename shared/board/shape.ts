// The port of a shape: one file in `shapes/` says all about one kind of object. Canvas, export, hit-testing
// and the server's validation know only this.
import type { FileId } from '../ids.ts'
import type { Fields } from './fields.ts'
import type { Box, InkPoint, Point } from './plane.ts'
import type { Colour, Fill, ObjectId, ObjectRecord } from './record.ts'

export type { Box, InkPoint, Point } from './plane.ts'

export interface Paint {
  readonly colour: Colour
  /** 0 to 1; 1 when absent. */
  readonly opacity?: number
}

/** A piece of drawing; canvas and SVG draw the same pieces. */
export type Figure =
  | {
      readonly kind: 'path'
      /** SVG path data of absolute M, L, Q, C and Z only, in the object's own units. */
      readonly d: string
      /** The same as points of a soft line, for who can draw one without reading `d`. */
      readonly soft?: { readonly points: readonly Point[]; readonly closed: boolean }
      readonly fill?: Paint
      readonly stroke?: Paint & { readonly width: number; readonly dash?: readonly number[] }
      /** Darkens what lies below, as a highlighter does; on a dark page it lightens (`screen`). */
      readonly multiply?: true
    }
  | {
      readonly kind: 'text'
      readonly box: Box
      readonly text: string
      /** Height of the letters. */
      readonly size: number
      readonly colour: Colour
      readonly align: 'start' | 'middle'
    }
  | { readonly kind: 'image'; readonly box: Box; readonly file: FileId }
  | {
      readonly kind: 'formula'
      readonly box: Box
      readonly tex: string
      readonly size: number
      readonly colour: Colour
    }

export interface Style {
  readonly colour: Colour
  readonly width: number
  readonly fill: Fill
}

/** What a hand did to make one: `drag` has two points, `ink` many, `place` one. */
export interface Gesture {
  readonly points: readonly InkPoint[]
  /** Shift: equal sides, or steps of 15°. */
  readonly constrained: boolean
  /** What lies under the first and the last point, for what ties itself to others. */
  readonly over?: readonly [ObjectId | null, ObjectId | null]
}

/** Where an object is on the page. */
export interface Outline {
  /** Upright, around all of it. */
  readonly box: Box
  /** Closed lines along its edge, of what is not simply its box. */
  readonly lines?: readonly (readonly Point[])[]
}

/** Null for what is not on the page. */
export type OutlineOf = (id: ObjectId) => Outline | null

/** How a shape hangs on other objects and follows them. */
export interface Ties<Record extends ObjectRecord> {
  of(record: Record): readonly ObjectId[]
  /** The same tied to others, such as the copies of what it was tied to; null lets go. */
  renamed(record: Record, idOf: (id: ObjectId) => ObjectId | null): Record
  /**
   * As it is drawn now, in units of the page: what is tied follows the outlines, the rest goes where `place`
   * (its own placement) puts it. The result is drawn without a placement.
   */
  settled(record: Record, outlineOf: OutlineOf, place: (point: Point) => Point): Record
}

/** The ends of a line, which a hand can take one by one. */
export interface Ends<Record extends ObjectRecord> {
  of(record: Record): readonly [Point, Point]
  /** From point to point; the first (0) or the second (1) is in a hand, over an object or none. */
  put(record: Record, points: readonly [Point, Point], held: HeldEnd): Record
}

export interface HeldEnd {
  readonly end: 0 | 1
  readonly over: ObjectId | null
}

export type Side = 'n' | 'e' | 's' | 'w'

export interface Shape<Record extends ObjectRecord = ObjectRecord> {
  readonly type: string
  /** As the toolbar and a screen reader say it. */
  readonly names: { readonly en: string; readonly de: string }
  /** The key that takes its tool, or null. */
  readonly key: string | null
  /** An icon on a 24 × 24 grid: SVG path data of lines. */
  readonly icon: string
  readonly gesture: 'ink' | 'drag' | 'corners' | 'place' | 'none'
  /** Its own, and no others: whatever else stands in a record is refused. */
  readonly fields: Fields<Record>
  /** The record's own fields out of a gesture, or null when it was too small to mean anything. */
  make(gesture: Gesture, style: Style): Omit<Record, 't' | 'z' | 'by'> | null
  /** Before placement. */
  bounds(record: Record): Box
  figures(record: Record): readonly Figure[]
  /** What can be written into it, if anything. */
  text?(record: Record): string
  withText?(record: Record, text: string): Record
  readonly ties?: Ties<Record>
  readonly ends?: Ends<Record>
  /**
   * The same with bounds so many times as broad and as high, around the same middle and with lines as wide as
   * before. What cannot be said so is scaled by its placement.
   */
  stretched?(record: Record, by: { readonly x: number; readonly y: number }): Record
  /** Letters and pictures: a hand at a corner scales them as they are. */
  readonly keepsProportions?: true
  /** Where its frame can be drawn out, when that is not everywhere. */
  readonly sides?: readonly Side[]
  /** What is left where an eraser rubs out some of its points: none, one or several. */
  without?(record: Record, rubbed: (point: Point) => boolean): readonly Record[]
}
