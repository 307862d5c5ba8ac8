// The fields that records of several shapes are made of, each as strict as the server needs it: nobody
// else stands between a stranger's record and everybody's screen.
import { z } from 'zod'
import { isId, type FileId, type ParticipantId } from '../ids.ts'
import { boardLimits, type Colour, type ObjectId } from './record.ts'
import { decodeStroke } from './strokeBytes.ts'

const { coordinate } = boardLimits

export const largestLayer = 1_000_000_000
export const widths = { least: 0.1, most: 400 } as const

export const position = z.number().min(-coordinate).max(coordinate)
export const length = z.number().min(0).max(coordinate)
export const pointField = z.tuple([position, position])
/** Left, top, width, height. */
export const boxField = z.tuple([position, position, length, length])

export const objectId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{10}$/)
  .transform((id): ObjectId => id)
export const order = z.number().min(-largestLayer).max(largestLayer)
export const colour = z.union([
  z.int().min(0).max(11),
  z.string().regex(/^#[0-9a-f]{6}$/) as unknown as z.ZodType<`#${string}`>,
]) satisfies z.ZodType<Colour>

export const fileId = z.custom<FileId>((value) => isId<'file'>(value), 'not a file')

/** Without what XML, JSON and PostgreSQL cannot hold, or what nobody sees. */
export function writing(most: number) {
  return z
    .string()
    .max(most)
    .refine((text) => text.isWellFormed() && !unwritable.test(text), 'unprintable characters')
}

const unwritable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/u

/** What is left of a record's bytes for its other fields. */
const otherBytes = 512

/** What somebody typed or pasted, made fit for `writing` and for a record. */
export function cleanText(text: string, most: number = boardLimits.textLength): string {
  const clean = text
    .slice(0, 4 * most)
    .replace(/\r\n?/g, '\n')
    .replace(new RegExp(unwritable, 'gu'), '')
    .toWellFormed()
  let end = 0
  let bytes = 0
  for (const character of clean) {
    bytes += byteLength(character)
    if (end + character.length > most || bytes > boardLimits.recordBytes - otherBytes) break
    end += character.length
  }
  return clean.slice(0, end)
}

/** As UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

export const ink = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && (decodeStroke(value)?.length ?? 0) > 0,
  'not ink',
)

/** What every record may have beside its own fields. */
export function recordFields<Type extends string>(type: Type) {
  return {
    t: z.literal(type),
    z: order,
    by: z.custom<ParticipantId>((value) => isId(value), 'not a person').exactOptional(),
    c: colour.exactOptional(),
    w: z.number().min(widths.least).max(widths.most).exactOptional(),
    f: z.literal([0, 1, 2]).exactOptional(),
  }
}
