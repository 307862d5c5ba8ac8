// A board as a file of its own: pages, their backgrounds, what lies on them, and the pictures they need, as
// JSON with bytes in base64. Reading one is reading a stranger's: every record passes the check that the
// server makes, and what is wrong is said with its place.
import { fromBase64, toBase64 } from 'lib0/buffer'
import { z } from 'zod'
import type { FileId } from '../ids.ts'
import { fileId, objectId } from './fields.ts'
import type { PlacedObject } from './placed.ts'
import { boardLimits, type ObjectRecord } from './record.ts'
import { checkPlacement, checkRecord } from './shapes/index.ts'

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
} as const

export const boardFileType = { ending: '.lyceumboard', mime: 'application/vnd.lyceum.board+json' }

const format = 'lyceum-board'
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

const objectSchema = z.object({
  id: objectId,
  record: z.record(z.string(), z.unknown()),
  placement: z.unknown().optional(),
})

const fileSchema = z.object({
  format: z.literal(format),
  version: z.int().min(1),
  title: z.string().max(1_000),
  pages: z
    .array(
      z.object({
        background: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.enum(['plain', 'grid', 'lines']) }),
          z.strictObject({
            kind: z.literal('slide'),
            file: fileId,
            page: z.int().min(1).max(9_999),
          }),
        ]),
        objects: z.array(objectSchema).max(boardLimits.objects),
      }),
    )
    .min(1)
    .max(boardFileLimits.pages),
  files: z
    .array(
      z.object({
        id: fileId,
        name: z.string().max(300),
        type: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,100}$/),
        bytes: z.string(),
      }),
    )
    .max(boardFileLimits.files),
})

type Reading<Value> = { readonly value: Value } | { readonly problem: BoardFileProblem }

/** Never throws. */
export function readBoardFile(text: string): { board: BoardFile } | { problem: BoardFileProblem } {
  if (text.length > boardFileLimits.length) return { problem: { code: 'tooLarge' } }
  const json = parsed(text)
  if (json?.format !== format) return { problem: { code: 'notBoard' } }
  const its = json['version']
  if (typeof its === 'number' && its > version) return { problem: { code: 'newer', version: its } }
  const { success, data, error } = fileSchema.safeParse(json)
  if (!success) return { problem: broken(error) }
  const pages: FilePage[] = []
  for (const [at, page] of data.pages.entries()) {
    const objects = readObjects(page.objects, at + 1)
    if ('problem' in objects) return objects
    pages.push({ background: page.background, objects: objects.value })
  }
  const files: FilePicture[] = []
  for (const file of data.files) {
    const bytes = bytesOf(file.bytes)
    if (bytes === null)
      return { problem: { code: 'broken', problem: 'a picture that is no base64' } }
    files.push({ ...file, bytes })
  }
  return { board: { title: data.title, pages, files } }
}

function parsed(text: string): (Record<string, unknown> & { format?: unknown }) | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}

function readObjects(
  objects: readonly z.output<typeof objectSchema>[],
  page: number,
): Reading<PlacedObject[]> {
  const read: PlacedObject[] = []
  for (const [at, { id, record, placement }] of objects.entries()) {
    const where = { code: 'broken', page, object: at + 1 } as const
    const its = checkRecord(withBytes(record))
    if ('problem' in its) return { problem: { ...where, problem: its.problem } }
    const lies = placement === undefined ? { placement: null } : checkPlacement(placement)
    if ('problem' in lies) return { problem: { ...where, problem: lies.problem } }
    read.push({ id, record: its.record, placement: lies.placement })
  }
  const ids = new Set(read.map(({ id }) => id))
  if (ids.size < read.length) return { problem: { code: 'broken', page, problem: 'an id twice' } }
  return { value: read }
}

function broken(error: z.ZodError): BoardFileProblem {
  const issue = error.issues[0]
  const [part, page, under, object] = issue?.path ?? []
  return {
    code: 'broken',
    ...(part === 'pages' && typeof page === 'number' && { page: page + 1 }),
    ...(under === 'objects' && typeof object === 'number' && { object: object + 1 }),
    problem: issue?.message.slice(0, 120) ?? 'wrong',
  }
}

function withoutBytes(record: ObjectRecord): Record<string, unknown> {
  const fields = Object.entries(record).map(([key, value]: [string, unknown]) =>
    value instanceof Uint8Array ? [key, { [bytesKey]: toBase64(value) }] : [key, value],
  )
  return Object.fromEntries(fields) as Record<string, unknown>
}

/** Bytes that are none stay as they are, and no shape accepts them. */
function withBytes(record: Record<string, unknown>): Record<string, unknown> {
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
