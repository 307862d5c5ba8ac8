// The fields that records of several shapes are made of, each as strict as the server needs it: nobody
// else stands between a stranger's record and everybody's screen. No library: a browser loads this with
// every board, and a server asks it for every stroke.
import { isId, type FileId } from '../ids.ts'
import { boardLimits, type ObjectId, type ObjectRecord } from './record.ts'
import { decodeStroke } from './strokeBytes.ts'

export type Test<Value> = (value: unknown) => value is Value

/** What a field may hold, and how the protocol's page says it. */
export interface Kind<Value> {
  readonly test: Test<Value>
  readonly says: string
}

export interface Field<Value> extends Kind<Value> {
  readonly needed: boolean
}

/** All that a record has of its own, beside what every record may have. */
export type Fields<Record extends object, Base extends object = ObjectRecord> = {
  readonly [Key in Exclude<keyof Record, keyof Base>]-?: Field<Exclude<Record[Key], undefined>>
}

export function needed<Value>(kind: Kind<Value>): Field<Value> {
  return { ...kind, needed: true }
}

export function optional<Value>(kind: Kind<Value>): Field<Value> {
  return { ...kind, needed: false }
}

/** Never NaN, which is not between anything. */
export function between(least: number, most: number): Kind<number> {
  const test = (value: unknown): value is number =>
    typeof value === 'number' && value >= least && value <= most
  return { test, says: `number // ${least} to ${most}` }
}

export function oneOf<Value>(...values: readonly Value[]): Kind<Value> {
  const test = (value: unknown): value is Value => values.includes(value as Value)
  return { test, says: values.join(' | ') }
}

const { coordinate } = boardLimits

export const largestLayer = 1_000_000_000
export const widths = { least: 0.1, most: 400 } as const

export const position = between(-coordinate, coordinate)
export const length = between(0, coordinate)
export const order = between(-largestLayer, largestLayer)

export const point: Kind<readonly [number, number]> = {
  test: (value): value is readonly [number, number] =>
    Array.isArray(value) && value.length === 2 && value.every(position.test),
  says: '[number, number] // x, y',
}

export const box: Kind<readonly [number, number, number, number]> = {
  test: (value): value is readonly [number, number, number, number] =>
    Array.isArray(value) &&
    value.length === 4 &&
    value.slice(0, 2).every(position.test) &&
    value.slice(2).every(length.test),
  says: '[number, number, number, number] // left, top, width, height',
}

export const objectId: Kind<ObjectId> = {
  test: (value): value is ObjectId =>
    typeof value === 'string' && /^[A-Za-z0-9_-]{10}$/.test(value),
  says: 'string // id of an object',
}

export const fileId: Kind<FileId> = {
  test: (value) => isId<'file'>(value),
  says: 'string // uuid of a file',
}

/** Without what XML, JSON and PostgreSQL cannot hold, or what nobody sees. */
export function writing(most: number): Kind<string> {
  const test = (value: unknown): value is string =>
    typeof value === 'string' &&
    value.length <= most &&
    value.isWellFormed() &&
    !unwritable.test(value)
  return { test, says: `string // at most ${most}, printable` }
}

export const ink: Kind<Uint8Array> = {
  test: (value): value is Uint8Array =>
    value instanceof Uint8Array && (decodeStroke(value)?.length ?? 0) > 0,
  says: `bytes // ink, at most ${boardLimits.pointsPerStroke} points`,
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
