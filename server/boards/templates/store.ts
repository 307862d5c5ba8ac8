// Boards that accounts keep as templates: a row and a blob for each.
import { open, stat } from 'node:fs/promises'
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import type { Upload } from '../../../shared/contract/http/define.ts'
import { templateEntry, type TemplateEntry } from '../../../shared/contract/http/templates.ts'
import { boardFileHead } from '../../../shared/board/boardFile.ts'
import { LyceumError } from '../../../shared/errors.ts'
import { newId, type AccountId, type TemplateId } from '../../../shared/ids.ts'
import { tooLarge, type Blobs, type KeptBlob } from '../../blobs/blobs.ts'
import { row, rows, run, transaction, type Queryable } from '../../storage/query.ts'

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

function asEntry(found: TemplateEntry | null): TemplateEntry {
  if (found === null) throw missing()
  return found
}

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

/** For one more of so many bytes. */
async function assertRoom(on: Queryable, account: AccountId, size: number): Promise<void> {
  const text = `SELECT count(*)::int AS templates, coalesce(sum(size), 0)::float8 AS bytes
    FROM board_templates WHERE account = $1`
  const sums = z.object({ templates: z.number(), bytes: z.number() })
  const held = await row(on, { text, values: [account] }, sums)
  if ((held?.templates ?? 0) >= most.templates || (held?.bytes ?? 0) + size > most.bytes)
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

interface New extends Pick<TemplateEntry, 'id' | 'title' | 'size'> {
  readonly account: AccountId
}

export function createTemplates({ db, blobs, now }: Parts): TemplateStore {
  const insert = async (client: PoolClient, { id, account, title, size }: New) => {
    // Of one account one after the other, so that none slips past the limit.
    const alone = 'SELECT id FROM accounts WHERE id = $1 FOR UPDATE'
    await run(client, { text: alone, values: [account] })
    await assertRoom(client, account, size)
    const text = `INSERT INTO board_templates (id, account, title, size, created_at)
      VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`
    return asEntry(await row(client, { text, values: [id, account, title, size, now()] }, entry))
  }
  return {
    list(account) {
      const text = `SELECT ${columns} FROM board_templates
        WHERE account = $1 AND taken_at IS NULL ORDER BY created_at DESC, id DESC`
      return rows(db, { text, values: [account] }, entry)
    },
    async add(account, title, given) {
      await assertRoom(db, account, given.length ?? 0)
      const path = await receive(blobs, given)
      const { size } = await stat(path)
      const id = newId<'template'>()
      await blobs.keep(path, id)
      try {
        return await transaction(db, (client) => insert(client, { id, account, title, size }))
      } catch (error) {
        await blobs.remove(id)
        throw error
      }
    },
    async take(account, template) {
      const text = `UPDATE board_templates SET taken_at = $3 WHERE ${own} AND taken_at IS NULL
        RETURNING ${columns}`
      asEntry(await row(db, { text, values: [account, template, now()] }, entry))
    },
    async restore(account, template) {
      const text = `UPDATE board_templates SET taken_at = NULL
        WHERE ${own} AND (taken_at IS NULL OR taken_at >= $3) RETURNING ${columns}`
      return asEntry(await row(db, { text, values: [account, template, now() - keptFor] }, entry))
    },
    async open(account, template) {
      const text = `SELECT title FROM board_templates WHERE ${own} AND taken_at IS NULL`
      const values = [account, template]
      const found = await row(db, { text, values }, z.object({ title: z.string() }))
      const kept = found === null ? null : await blobs.open(template)
      if (found === null || kept === null) throw missing()
      return { ...kept, ...found }
    },
    async sweep() {
      const text = `DELETE FROM board_templates WHERE id IN
        (SELECT id FROM board_templates WHERE taken_at < $1 LIMIT 500) AND taken_at < $1
        RETURNING id`
      const old = await rows(db, { text, values: [now() - keptFor] }, z.object({ id: z.uuid() }))
      for (const { id } of old) await blobs.remove(id)
    },
  }
}
