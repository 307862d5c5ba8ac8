// Field types that many contract tables share: ids, text counted as people count it, and the marks
// (`personal`, `content`, `staffOnly`) by which erasing a person, redacting a fact and showing one to
// people who are not staff find what to null.
import { z } from 'zod'
import type { Id } from '../ids.ts'
import { roles } from '../roles.ts'

export function id<Kind extends string>(): z.ZodType<Id<Kind>, string> {
  return z.uuid() as unknown as z.ZodType<Id<Kind>, string>
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Characters as a person sees them: an emoji family or a letter with marks counts once. */
export function countCharacters(text: string): number {
  let count = 0
  for (const _ of segmenter.segment(text)) count += 1
  return count
}

// Control characters but tab and line breaks; and the marks that reorder text around them.
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu

/** Marks and joiners alone show nothing. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}\p{M}]/u

/** Plain text of at most `limit` visible characters, trimmed, without control characters. */
export function text(limit: number, { min = 1 }: { min?: number } = {}) {
  return (
    z
      .string()
      .max(limit * 16, `at most ${limit} characters`)
      // Half a surrogate pair is no character, and PostgreSQL's JSON holds none.
      .transform((value) =>
        value.toWellFormed().replace(/\r\n?/g, '\n').replace(unprintable, '').trim(),
      )
      // What is short in code units is short in characters; counting those costs microseconds.
      .refine(
        (value) => value.length <= limit || countCharacters(value) <= limit,
        `at most ${limit} characters`,
      )
      .refine((value) => min === 0 || visible.test(value), 'must not be empty')
      .meta({ description: `text of ${min} to ${limit} characters as a person counts them` })
  )
}

/** One line of text, for names and titles. */
export function line(limit: number) {
  return text(limit).transform((value) => value.replace(/\s+/gu, ' '))
}

export const nameLimit = 60
export const name = line(nameLimit)
export const role = z.enum(roles)
/** The largest number that a log's columns hold. */
export const largestSeq = 2 ** 31 - 1
export const seq = z.int().min(1).max(largestSeq)
/** Where a page of older things begins. */
export const before = seq.nullable().meta({ description: 'a number; null: from the newest on' })
/** A fact as its readers have it, in answers. */
export const factSchema = z.object({
  seq,
  id: z.string(),
  type: z.string(),
  version: z.number(),
  at: z.number(),
  actor: z.string().nullable(),
  visibleTo: z.any().meta({ description: 'who may see it; see Facts' }),
  body: z.any().meta({ description: 'of its type; see Facts' }),
  redacted: z.literal(true).optional(),
})
export const time = z
  .int()
  .min(0)
  .meta({ description: 'milliseconds since 1970, PostgreSQL’s clock' })

/** Nulled when the person it is about is erased. */
export function personal<T extends z.ZodType>(schema: T) {
  return schema.nullable().meta({ personal: true })
}

/** What somebody wrote: nulled when the fact is redacted or its author erased. */
export function content<T extends z.ZodType>(schema: T) {
  return schema.nullable().meta({ personal: true, content: true })
}

/** Shown to staff; null for whoever else may see the fact. */
export function staffOnly<T extends z.ZodType>(schema: z.ZodNullable<T>) {
  return schema.meta({ ...schema.meta(), staffOnly: true })
}
