// Prints a JSON Schema the way a person reads a type: names, types, and limits as comments. Knows
// what zod makes of the contract's schemas, and shows anything else as it is.
import { z } from 'zod'
import { allPermissions, roles } from '../../shared/roles.ts'

export type JsonSchema = z.core.JSONSchema.BaseSchema

/** What a sender may write (`input`) or a reader gets (`output`), as JSON Schema. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any', cycles: 'ref' })
}

export function shape(schema: JsonSchema, depth = 0): string {
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum !== undefined) return choice(schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined)
    return unique(choices.map((choice) => shape(choice, depth))).join(' | ')
  if (schema.allOf !== undefined) return schema.allOf.map((part) => shape(part, depth)).join(' & ')
  if (schema.$ref !== undefined) return schema.$ref === '#' ? 'itself' : schema.$ref
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => shape({ ...schema, type }, depth)).join(' | ')
  }
  if (schema.type === 'array') return arrayShape(schema, depth)
  if (schema.type === 'object') return objectShape(schema, depth)
  return typeof schema.type === 'string' ? schema.type : 'anything'
}

/** Long lists of values that have a name of their own. */
const named: readonly (readonly [string, readonly unknown[]])[] = [
  ['Permission', allPermissions],
  ['Role', roles],
]

function choice(values: readonly unknown[]): string {
  const name = named.find(([, all]) => all.join() === values.join())?.[0]
  return name ?? values.map(literal).join(' | ')
}

const literal = (value: unknown) =>
  typeof value === 'string' ? `'${value}'` : JSON.stringify(value)

const unique = (names: readonly string[]) => [...new Set(names)]

function arrayShape(schema: JsonSchema, depth: number): string {
  if (schema.prefixItems !== undefined) {
    return `[${schema.prefixItems.map((item) => shape(asSchema(item), depth)).join(', ')}]`
  }
  const single = Array.isArray(schema.items) ? undefined : schema.items
  const item = shape(asSchema(single), depth)
  const whole = asSchema(single).type === 'object' || asSchema(single).prefixItems !== undefined
  return item.includes(' | ') && !whole ? `(${item})[]` : `${item}[]`
}

function objectShape(schema: JsonSchema, depth: number): string {
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) return recordShape(schema, depth)
  const indent = '  '.repeat(depth + 1)
  const lines = fields.map(([name, value]) => {
    const field = asSchema(value)
    const optional = schema.required?.includes(name) === true ? '' : '?'
    const limits = comment(field)
    const type = shape(field, depth + 1)
    return `${indent}${name}${optional}: ${type}${limits === '' ? '' : ` // ${limits}`}`
  })
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`
}

function recordShape(schema: JsonSchema, depth: number): string {
  if (typeof schema.additionalProperties !== 'object') return '{}'
  const names = asSchema(schema.propertyNames).enum
  const name = names === undefined ? '[name]' : `[name in ${choice(names)}]?`
  return `{ ${name}: ${shape(schema.additionalProperties, depth)} }`
}

function asSchema(value: JsonSchema | boolean | undefined): JsonSchema {
  return typeof value === 'object' ? value : {}
}

/** Limits, formats and marks, of a field itself and of its choices. */
function comment(schema: JsonSchema): string {
  const inner = [...(schema.anyOf ?? []), ...(Array.isArray(schema.items) ? [] : [schema.items])]
  const parts = [schema, ...inner.map((part) => asSchema(part))].flatMap(limits)
  return unique(parts).join(', ')
}

function limits(schema: JsonSchema): string[] {
  const description = schema.description
  return [
    ...(description === undefined ? [] : [description]),
    ...(schema.format === undefined ? [] : [schema.format]),
    ...(schema.format === undefined && schema.pattern !== undefined
      ? [`matches ${schema.pattern}`]
      : []),
    ...(description === undefined && schema.prefixItems === undefined ? lengths(schema) : []),
    ...numbers(schema),
    ...(schema['personal'] === true ? ['personal'] : []),
    ...(schema['content'] === true ? ['content'] : []),
    ...(schema['staffOnly'] === true ? ['staff only'] : []),
  ]
}

function lengths({ minLength, maxLength, minItems, maxItems }: JsonSchema): string[] {
  return [
    ...(minLength === undefined ? [] : [`at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(minItems === undefined ? [] : [`at least ${minItems}`]),
    ...(maxItems === undefined ? [] : [`at most ${maxItems}`]),
  ]
}

function numbers({ minimum, maximum }: JsonSchema): string[] {
  const bounded = (limit: number | undefined) =>
    limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER
  return [
    ...(bounded(minimum) ? [`≥ ${minimum}`] : []),
    ...(bounded(maximum) ? [`≤ ${maximum}`] : []),
  ]
}
