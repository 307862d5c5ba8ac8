import { expect, it } from 'vitest'
import { z } from 'zod'
import { roles } from '../../shared/roles.ts'
import { jsonSchema, shape } from './shape.ts'

const print = (schema: z.ZodType) => shape(jsonSchema(schema, 'input'))

it('prints fields with their types, and limits as comments', () => {
  const schema = z.object({
    text: z.string().min(1).max(9),
    replyTo: z.int().min(1).nullable(),
    more: z
      .array(z.enum(['a', 'b']))
      .max(3)
      .optional(),
  })
  expect(print(schema)).toBe(
    [
      '{',
      '  text: string // at least 1 characters, at most 9 characters',
      '  replyTo: integer | null // ≥ 1',
      "  more?: ('a' | 'b')[] // at most 3",
      '}',
    ].join('\n'),
  )
})

it('prints marks, nested objects, choices and records', () => {
  const schema = z.object({
    who: z.string().nullable().meta({ personal: true }),
    at: z.union([z.object({ x: z.number() }), z.literal('centre')]),
    levels: z.record(z.string(), z.number()),
  })
  expect(print(schema)).toBe(
    [
      '{',
      '  who: string | null // personal',
      '  at: {',
      '    x: number',
      "  } | 'centre'",
      '  levels: { [name]: number }',
      '}',
    ].join('\n'),
  )
})

it('calls a long list of values by its name', () => {
  expect(print(z.enum(roles))).toBe('Role')
  expect(print(z.enum(['instructor', 'student']))).toBe("'instructor' | 'student'")
})

it('prints lists of objects and of pairs as they are, and of choices in brackets', () => {
  const schema = z.object({
    all: z.array(z.object({ x: z.number().nullable() })),
    pairs: z.array(z.tuple([z.string(), z.int().nullable()])),
    some: z.array(z.string().nullable()),
  })
  expect(print(schema)).toBe(
    [
      '{',
      '  all: {',
      '    x: number | null',
      '  }[]',
      '  pairs: [string, integer | null][]',
      '  some: (string | null)[]',
      '}',
    ].join('\n'),
  )
})

it('prints patterns, but not those of a format', () => {
  const schema = z.object({ language: z.string().regex(/^[a-z]{2}$/), id: z.uuid() })
  expect(print(schema)).toBe(
    ['{', '  language: string // matches ^[a-z]{2}$', '  id: string // uuid', '}'].join('\n'),
  )
})

it('says when anything goes', () => {
  expect(print(z.any())).toBe('anything')
  expect(print(z.custom<Date>())).toBe('anything')
})
