// A board as a file of its own: pages, their backgrounds, what lies on them, and the pictures they need, as
// JSON with bytes in base64. Reading one is reading a stranger's: every record passes the check that the
// server makes, and what is wrong is said with its place.
import { fromBase64, toBase64 } from 'lib0/buffer'
import type { FileId } from '../ids.ts'
import { between, fileId, objectId } from './fields.ts'
import type { PlacedObject } from './placed.ts'
import { boardLimits, type ObjectRecord } from './record.ts'
import { checkPlacement, checkRecord } from './check.ts'

export type FileBackground =
  | { readonly kind: 'plain' | 'grid' | 'lines' }
  | { readonly kind: 'slide'; readonly file: FileId; readonly page: number }

export interface FilePage {
  readonly background: FileBackground
  readonly objects: readonly PlacedObject[]
}

export interface FilePicture {
  readonly id: FileId
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

export interface BoardFile {
  readonly title: string
  readonly pages: readonly FilePage[]
  /** Pictures and slides that pages name, so that they can be had elsewhere. */
  readonly files: readonly FilePicture[]
}

export type BoardFileProblem =
  /** No board's file at all. */
  | { readonly code: 'notBoard' }
  /** Of a version that came later. */
  | { readonly code: 'newer'; readonly version: number }
  | { readonly code: 'tooLarge' }
  /** Page (from 1) and object (from 1), where that is known, and what is wrong, for a developer. */
  | {
      readonly code: 'broken'
      readonly page?: number
      readonly object?: number
      readonly problem: string
    }

export const boardFileLimits = {
  /** Letters of the file. */
  length: 128 * 1024 * 1024,
  pages: 200,
  files: 400,
  title: 1_000,
  name: 300,
} as const

export const boardFileType = { ending: '.lyceumboard', mime: 'application/vnd.lyceum.board+json' }

const format = 'lyceum-board'
/** How such a file begins. */
export const boardFileHead = /^\s*\{\s*"format"\s*:\s*"lyceum-board"/
const version = 1
/** Where bytes stood in a record. */
const bytesKey = '$bytes'

export function writeBoardFile(board: BoardFile): string {
  const pages = board.pages.map(({ background, objects }) => ({
    background,
    objects: objects.map(({ id, record, placement }) => ({
      id,
      record: withoutBytes(record),
      ...(placement !== null && { placement }),
    })),
  }))
  const files = board.files.map(({ bytes, ...file }) => ({ ...file, bytes: toBase64(bytes) }))
  return JSON.stringify({ format, version, title: board.title, pages, files })
}

type Fields = Readonly<Record<string, unknown>>
type Reading<Value> = { readonly value: Value } | { readonly problem: BoardFileProblem }

/** Never throws. */
export function readBoardFile(text: string): { board: BoardFile } | { problem: BoardFileProblem } {
  if (text.length > boardFileLimits.length) return { problem: { code: 'tooLarge' } }
  const json = parsed(text)
  if (json?.['format'] !== format) return { problem: { code: 'notBoard' } }
  const its = json['version']
  if (typeof its === 'number' && its > version) return { problem: { code: 'newer', version: its } }
  const title = json['title']
  if (its !== version || typeof title !== 'string' || title.length > boardFileLimits.title) {
    return broken('no version or title')
  }
  const pages = readAll(json['pages'], boardFileLimits.pages, readPage)
  if ('problem' in pages) return pages
  if (pages.value.length === 0) return broken('no pages')
  const files = readAll(json['files'], boardFileLimits.files, readFile)
  if ('problem' in files) return files
  return { board: { title, pages: pages.value, files: files.value } }
}

function broken(problem: string, where: { page?: number; object?: number } = {}) {
  return { problem: { code: 'broken', ...where, problem } } as const
}

/** Entries are counted from 1, as people count. */
function readAll<Value>(
  list: unknown,
  most: number,
  read: (entry: unknown, number: number) => Reading<Value>,
): Reading<Value[]> {
  if (!Array.isArray(list) || list.length > most) return broken('not a list, or too long')
  const values: Value[] = []
  for (const [at, entry] of list.entries()) {
    const one = read(entry, at + 1)
    if ('problem' in one) return one
    values.push(one.value)
  }
  return { value: values }
}

function readPage(entry: unknown, page: number): Reading<FilePage> {
  if (!isObject(entry) || !isBackground(entry['background'])) return broken('no page', { page })
  const read = (object: unknown, number: number) => readObject(object, { page, object: number })
  const objects = readAll(entry['objects'], boardLimits.objects, read)
  if ('problem' in objects) return objects
  const ids = new Set(objects.value.map(({ id }) => id))
  if (ids.size < objects.value.length) return broken('an id twice', { page })
  return { value: { background: entry['background'], objects: objects.value } }
}

function isBackground(value: unknown): value is FileBackground {
  if (!isObject(value)) return false
  const { kind, file, page, ...more } = value
  if (Object.keys(more).length > 0) return false
  if (kind !== 'slide') return papers.includes(kind) && file === undefined && page === undefined
  return fileId.test(file) && Number.isInteger(page) && pageNumber.test(page)
}

const papers: readonly unknown[] = ['plain', 'grid', 'lines']
const pageNumber = between(1, 9_999)

function readObject(
  entry: unknown,
  where: { readonly page: number; readonly object: number },
): Reading<PlacedObject> {
  if (!isObject(entry) || !objectId.test(entry['id'])) return broken('no object', where)
  const its = checkRecord(isObject(entry['record']) ? withBytes(entry['record']) : null)
  if ('problem' in its) return broken(its.problem, where)
  const placed = entry['placement']
  const lies = placed === undefined ? { placement: null } : checkPlacement(placed)
  if ('problem' in lies) return broken(lies.problem, where)
  return { value: { id: entry['id'], record: its.record, placement: lies.placement } }
}

function readFile(entry: unknown): Reading<FilePicture> {
  if (!isObject(entry)) return broken('no file')
  const { id, name, type } = entry
  const bytes = typeof entry['bytes'] === 'string' ? bytesOf(entry['bytes']) : null
  if (!fileId.test(id) || typeof name !== 'string' || name.length > boardFileLimits.name) {
    return broken('a file without id or name')
  }
  if (typeof type !== 'string' || !/^[a-z]+\/[a-z0-9.+-]{1,100}$/.test(type)) {
    return broken('a file without type')
  }
  return bytes === null ? broken('a file that is no base64') : { value: { id, name, type, bytes } }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function withoutBytes(record: ObjectRecord): Record<string, unknown> {
  const fields = Object.entries(record).map(([key, value]: [string, unknown]) =>
    value instanceof Uint8Array ? [key, { [bytesKey]: toBase64(value) }] : [key, value],
  )
  return Object.fromEntries(fields) as Record<string, unknown>
}

/** Bytes that are none stay as they are, and no shape accepts them. */
function withBytes(record: Fields): Record<string, unknown> {
  const fields = Object.entries(record).map(([key, value]) => {
    const text =
      typeof value === 'object' && value !== null && bytesKey in value ? value[bytesKey] : null
    const bytes = typeof text === 'string' ? bytesOf(text) : null
    return [key, bytes ?? value]
  })
  return Object.fromEntries(fields) as Record<string, unknown>
}

function bytesOf(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  // In Node, a slice of a pool that others write to as well.
  return Uint8Array.from(fromBase64(text))
}
