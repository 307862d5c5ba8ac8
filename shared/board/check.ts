// Whether what somebody sent is a record or a placement. Total, bounded and strict: what passes has exactly
// the fields of its shape, all within their limits, and is plain data through and through.
import { isId } from '../ids.ts'
import {
  between,
  byteLength,
  needed,
  objectId,
  oneOf,
  optional,
  order,
  widths,
  type Field,
  type Kind,
} from './fields.ts'
import { boardLimits, type ObjectRecord, type Placement } from './record.ts'
import { shapeOf } from './shapes/index.ts'

export interface Problem {
  /** For a log and a developer; short. */
  readonly problem: string
}

export type AnyFields = Readonly<Record<string, Field<unknown>>>

const inPalette = between(0, 11)
const colour: Kind<ObjectRecord['c']> = {
  test: (value): value is ObjectRecord['c'] =>
    typeof value === 'string'
      ? /^#[0-9a-f]{6}$/.test(value)
      : Number.isInteger(value) && inPalette.test(value),
  says: 'number | string // 0 to 11, or #rrggbb',
}

/** What every record may have; its type has been looked up before. */
export const everyRecord: AnyFields = {
  t: needed({ test: (value) => typeof value === 'string', says: 'string' }),
  z: needed(order),
  by: optional({
    test: (value) => isId<'participant'>(value),
    says: 'string // uuid of a participant',
  }),
  c: optional(colour),
  w: optional(between(widths.least, widths.most)),
  f: optional(oneOf(0, 1, 2)),
}

/** By the fields of the shape it says, if there is such a shape. */
export function checkRecord(value: unknown): { readonly record: ObjectRecord } | Problem {
  const size = plainSize(value)
  if (size === null) return { problem: 'not plain data' }
  if (size > boardLimits.recordBytes) return { problem: 'too large' }
  const record = value as Readonly<Record<string, unknown>>
  const own = typeof record['t'] === 'string' ? shapeOf({ t: record['t'] })?.fields : undefined
  if (own === undefined) return { problem: 'no such shape' }
  const problem = wrongField(record, { ...everyRecord, ...own })
  return problem === null ? { record: value as ObjectRecord } : { problem }
}

const farAway = 4 * boardLimits.coordinate
const largestScale = 1_000
const inScale = between(-largestScale, largestScale)
/** Either way around, and never flat. */
const scale: Kind<number> = {
  test: (value): value is number => inScale.test(value) && Math.abs(value) >= 1 / largestScale,
  says: `number // ${1 / largestScale} to ${largestScale}, or less than 0 and mirrored`,
}

export const placementFields: AnyFields = {
  x: optional(between(-farAway, farAway)),
  y: optional(between(-farAway, farAway)),
  r: optional(between(-7, 7)),
  sx: optional(scale),
  sy: optional(scale),
  z: optional(order),
  lock: optional(oneOf(true)),
  g: optional(objectId),
}

export function checkPlacement(value: unknown): { readonly placement: Placement } | Problem {
  if (typeof value !== 'object' || plainSize(value) === null) return { problem: 'not plain data' }
  const problem = wrongField(value as Readonly<Record<string, unknown>>, placementFields)
  return problem === null ? { placement: value as Placement } : { problem }
}

/** Names fields of ours only: a stranger's key is not repeated. */
function wrongField(value: Readonly<Record<string, unknown>>, fields: AnyFields): string | null {
  for (const key of Object.keys(value)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (field === undefined) return 'a field too many'
    if (!field.test(value[key])) return `wrong: ${key}`
  }
  const missing = Object.keys(fields).find(
    (key) => fields[key]?.needed && !Object.hasOwn(value, key),
  )
  return missing === undefined ? null : `missing: ${missing}`
}

/** Entries of one object or list: twice the corners of a polygon. */
const mostEntries = 128
const deepest = 2

/**
 * About how many bytes a plain value takes; null for whatever is not plain (another prototype, a getter, a
 * function, undefined, a list with holes) or too deep or broad for a record.
 */
function plainSize(value: unknown, depth = 0): number | null {
  if (typeof value === 'string') return 2 + sizeOfText(value)
  if (typeof value === 'number' || typeof value === 'boolean') return 9
  if (value instanceof Uint8Array) return depth === 0 ? null : 4 + value.byteLength
  if (typeof value !== 'object' || value === null || depth > deepest) return null
  const list = Array.isArray(value)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!list && prototype !== Object.prototype && prototype !== null) return null
  if (list && (depth === 0 || value.length > mostEntries)) return null
  const keys = Object.keys(value)
  if (keys.length > mostEntries || (list && keys.length !== value.length)) return null
  return entriesSize(value, keys, depth)
}

function entriesSize(value: object, keys: readonly string[], depth: number): number | null {
  let size = 4
  for (const key of keys) {
    const field = Object.getOwnPropertyDescriptor(value, key)
    const inner = field !== undefined && 'value' in field ? plainSize(field.value, depth + 1) : null
    if (inner === null) return null
    size += inner + key.length
  }
  return size
}

/** A text that is too long by its letters is not read through. */
function sizeOfText(text: string): number {
  return text.length > boardLimits.recordBytes ? text.length : byteLength(text)
}
