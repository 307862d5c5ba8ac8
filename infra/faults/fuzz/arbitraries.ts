// From a schema of the contract to values that fit it, or nearly: the start of every mutation. Ids are
// mostly ones that mean something to the server, so that what is wrong is found deep inside.
import fc from 'fast-check'
import type { z } from 'zod'

export type Pool = readonly string[]

interface Definition {
  readonly type: string
  readonly shape?: Record<string, z.ZodType>
  readonly element?: z.ZodType
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly values?: readonly unknown[]
  readonly entries?: Record<string, unknown>
  readonly format?: string
}

const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', 'Ada', '2027-03-01T09:00', 'UTC', 'maths', 'a@b.example', '<b>x</b>'),
)
const numbers = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 120 }) },
  fc.maxSafeInteger(),
  fc.double(),
)
const anything = fc.jsonValue({ maxDepth: 3 })

export function arbitraryOf(schema: z.ZodType, pool: Pool): fc.Arbitrary<unknown> {
  const def = schema.def as unknown as Definition
  const inner = (one: z.ZodType | undefined) =>
    one === undefined ? anything : arbitraryOf(one, pool)
  switch (def.type) {
    case 'object':
      return recordOf(def.shape ?? {}, pool)
    case 'string':
      return def.format === 'uuid' ? idOf(pool) : fc.oneof(texts, idOf(pool))
    case 'number':
    case 'int':
      return numbers
    case 'boolean':
      return fc.boolean()
    case 'literal':
      return fc.constantFrom(...(def.values ?? [null]))
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries ?? {}))
    case 'array':
      return fc.array(inner(def.element), { maxLength: 4 })
    case 'nullable':
      return fc.option(inner(def.innerType))
    case 'optional':
    case 'default':
      return fc.option(inner(def.innerType), { nil: undefined })
    case 'union':
      return fc.oneof(...(def.options ?? []).map(inner))
    case 'pipe':
      return inner(def.in)
    case 'custom':
      return schema.meta()?.['format'] === 'uuid' ? idOf(pool) : anything
    default:
      return anything
  }
}

function idOf(pool: Pool): fc.Arbitrary<string> {
  return pool.length === 0
    ? fc.uuid()
    : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pool) }, fc.uuid())
}

function recordOf(shape: Record<string, z.ZodType>, pool: Pool): fc.Arbitrary<object> {
  return fc.record(
    Object.fromEntries(
      Object.entries(shape).map(([name, field]) => [name, arbitraryOf(field, pool)]),
    ),
  )
}
