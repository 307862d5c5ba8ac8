// Boards that accounts keep as templates: a row and a blob for each.
import { open } from 'node:fs/promises'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { Upload } from '../../../shared/contract/http/define.ts'
import { templateEntry, type TemplateEntry } from '../../../shared/contract/http/templates.ts'
import { boardFileHead } from '../../../shared/board/boardFile.ts'
import { LyceumError } from '../../../shared/errors.ts'
import { newId, type AccountId, type TemplateId } from '../../../shared/ids.ts'
import { tooLarge, type Blobs, type KeptBlob } from '../../blobs/blobs.ts'
import { row, rows, run } from '../../storage/query.ts'

export interface TemplateStore {
  list(account: AccountId): Promise<TemplateEntry[]>
  /** `limit` in bytes. */
  add(account: AccountId, title: string, given: Upload & { limit: number }): Promise<TemplateEntry>
  take(account: AccountId, template: TemplateId): Promise<void>
  restore(account: AccountId, template: TemplateId): Promise<TemplateEntry>
  open(account: AccountId, template: TemplateId): Promise<KeptBlob & { readonly title: string }>
  /** Removes for good what was taken away a day ago. */
  sweep(): Promise<void>
}

/** Of one account. */
const most = { templates: 200, bytes: 1024 * 1024 * 1024 }
/** So long it can be put back. In ms. */
const keptFor = 24 * 3600_000

const entry = z.object({
  ...templateEntry.shape,
  size: z.coerce.number(),
  createdAt: z.coerce.number(),
})
const columns = 'id, title, size, created_at AS "createdAt"'
const own = 'account = $1 AND id = $2'
const missing = () => new LyceumError('missing', 'There is no such template.')

async function isBoard(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0)
    return boardFileHead.test(buffer.toString('utf8', 0, bytesRead))
  } finally {
    await file.close()
  }
}

interface Parts {
  readonly db: Pool
  readonly blobs: Blobs
  readonly now: () => number
}

async function assertRoom(db: Pool, account: AccountId): Promise<void> {
  const text = `SELECT count(*)::int AS templates, coalesce(sum(size), 0)::float8 AS bytes
    FROM board_templates WHERE account = $1`
  const sums = z.object({ templates: z.number(), bytes: z.number() })
  const held = await row(db, { text, values: [account] }, sums)
  if ((held?.templates ?? 0) >= most.templates || (held?.bytes ?? 0) >= most.bytes)
    throw new LyceumError('conflict', 'You keep as many templates as you may.', {
      reason: 'templates-many',
    })
}

/** What was taken in, with its size. */
async function receive(blobs: Blobs, { bytes, length, limit }: Upload & { limit: number }) {
  if (length !== null && length > limit) throw tooLarge(limit)
  const path = await blobs.receive(bytes, limit)
  if (await isBoard(path)) return path
  await blobs.discard(path)
  throw new LyceumError('invalid', 'This is no board’s file.', { reason: 'not-a-board' })
}

export function createTemplates({ db, blobs, now }: Parts): TemplateStore {
  const mark = async (account: AccountId, template: TemplateId, takenAt: number | null) => {
    const text = `UPDATE board_templates SET taken_at = $3 WHERE ${own} RETURNING ${columns}`
    const found = await row(db, { text, values: [account, template, takenAt] }, entry)
    if (found === null) throw missing()
    return found
  }
  return {
    list(account) {
      const text = `SELECT ${columns} FROM board_templates
        WHERE account = $1 AND taken_at IS NULL ORDER BY created_at DESC, id DESC`
      return rows(db, { text, values: [account] }, entry)
    },
    async add(account, title, given) {
      await assertRoom(db, account)
      const path = await receive(blobs, given)
      const id = newId<'template'>()
      await blobs.keep(path, id)
      const kept = await blobs.open(id)
      const text = `INSERT INTO board_templates (id, account, title, size, created_at)
        VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`
      const values = [id, account, title, kept?.size ?? 0, now()]
      const made = await row(db, { text, values }, entry).catch(async (error: unknown) => {
        await blobs.remove(id)
        throw error
      })
      if (made === null) throw missing()
      return made
    },
    async take(account, template) {
      await mark(account, template, now())
    },
    restore: (account, template) => mark(account, template, null),
    async open(account, template) {
      const text = `SELECT title FROM board_templates WHERE ${own} AND taken_at IS NULL`
      const values = [account, template]
      const found = await row(db, { text, values }, z.object({ title: z.string() }))
      const kept = found === null ? null : await blobs.open(template)
      if (found === null || kept === null) throw missing()
      return { ...kept, ...found }
    },
    async sweep() {
      const text = 'SELECT id FROM board_templates WHERE taken_at < $1 LIMIT 500'
      const old = await rows(db, { text, values: [now() - keptFor] }, z.object({ id: z.uuid() }))
      for (const { id } of old) {
        await blobs.remove(id)
        await run(db, { text: 'DELETE FROM board_templates WHERE id = $1', values: [id] })
      }
    },
  }
}
