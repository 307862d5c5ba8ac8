// Whether what somebody sent is a record or a placement. Total, bounded and strict: what passes has exactly
// the fields of its shape, all within their limits, and is plain data through and through.
import { z } from 'zod'
import { byteLength, objectId, order } from './fields.ts'
import { boardLimits, type ObjectRecord, type Placement } from './record.ts'

export interface Problem {
  /** For a log and a developer; short. */
  readonly problem: string
}

/** By the schema of the type it says, if there is such a type. */
export function checkedBy(
  schemaOf: (type: string) => z.ZodType<ObjectRecord> | null,
  value: unknown,
): { readonly record: ObjectRecord } | Problem {
  const size = plainSize(value)
  if (size === null) return { problem: 'not plain data' }
  if (size > boardLimits.recordBytes) return { problem: 'too large' }
  const { t } = value as { t?: unknown }
  const schema = typeof t === 'string' ? schemaOf(t) : null
  if (schema === null) return { problem: 'no such shape' }
  const { success, data, error } = schema.safeParse(value)
  return success ? { record: data } : { problem: worded(error) }
}

const farAway = 4 * boardLimits.coordinate
const scale = z
  .number()
  .min(-1_000)
  .max(1_000)
  .refine((value) => Math.abs(value) >= 0.001, 'too small')
const offset = z.number().min(-farAway).max(farAway)

export const placementSchema: z.ZodType<Placement> = z.strictObject({
  x: offset.exactOptional(),
  y: offset.exactOptional(),
  r: z.number().min(-7).max(7).exactOptional(),
  sx: scale.exactOptional(),
  sy: scale.exactOptional(),
  z: order.exactOptional(),
  lock: z.literal(true).exactOptional(),
  g: objectId.exactOptional(),
})

export function checkPlacement(value: unknown): { readonly placement: Placement } | Problem {
  if (plainSize(value) === null) return { problem: 'not plain data' }
  const { success, data, error } = placementSchema.safeParse(value)
  return success ? { placement: data } : { problem: worded(error) }
}

/** Names fields of ours only: a stranger's key is not repeated. */
function worded(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'wrong'
  if (issue.code === 'unrecognized_keys') return 'a field too many'
  return `${issue.path.join('.')}: ${issue.message}`.slice(0, 120)
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
