// The materials of lessons, in their table: their order, their names, and those that were taken away a
// while ago. Who may change them is decided before.
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { fileLimits } from '../../shared/contract/fileLimits.ts'
import type { FileShown } from '../../shared/contract/files.ts'
import { materialEntry, type MaterialEntry } from '../../shared/contract/http/materials.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { LessonId, MaterialId, RoomId } from '../../shared/ids.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { place } from '../catalogue/placing.ts'
import { row, rows, run, transaction, type Queryable } from '../storage/query.ts'
import { removeBlobs } from './intake.ts'
import { endingOf, nameFor } from './kinds.ts'

export interface MaterialChange {
  readonly name?: string | undefined
  readonly position?: number | undefined
}

export interface MaterialStore {
  list(lesson: LessonId): Promise<MaterialEntry[]>
  ofClass(room: RoomId): Promise<MaterialEntry[]>
  find(lesson: LessonId, material: MaterialId): Promise<MaterialEntry>
  findInClass(room: RoomId, material: MaterialId): Promise<MaterialEntry>
  /** Throws when the lesson has enough; asked before a file is taken in, too. */
  assertRoom(lesson: LessonId): Promise<void>
  add(lesson: LessonId, file: FileShown): Promise<MaterialEntry>
  change(lesson: LessonId, material: MaterialId, change: MaterialChange): Promise<MaterialEntry>
  take(lesson: LessonId, material: MaterialId): Promise<void>
  restore(lesson: LessonId, material: MaterialId): Promise<MaterialEntry>
  /** Removes for good what was taken away a day ago. */
  sweep(): Promise<void>
}

/** So long it can be put back. In ms. */
const keptFor = 24 * 3600_000

const entry = z.object({ ...materialEntry.shape, size: z.coerce.number() })
const columns = 'm.id, m.position, m.name, m.type, m.size, m.width, m.height'
const siblings = (lesson: LessonId) => ({ table: 'materials', of: { lesson } }) as const
const missing = () => new LyceumError('missing', 'There is no such file.')

async function find(on: Queryable, lesson: LessonId, material: MaterialId): Promise<MaterialEntry> {
  const text = `SELECT ${columns} FROM materials m WHERE m.id = $1 AND m.lesson = $2`
  const found = await row(on, { text, values: [material, lesson] }, entry)
  if (found === null) throw missing()
  return found
}

async function assertRoom(on: Queryable, lesson: LessonId): Promise<void> {
  const text = `SELECT count(*)::int AS files, coalesce(sum(size), 0)::float8 AS bytes
    FROM materials WHERE lesson = $1`
  const sums = z.object({ files: z.number(), bytes: z.number() })
  const held = await row(on, { text, values: [lesson] }, sums)
  const { files = 0, bytes = 0 } = held ?? {}
  if (files >= fileLimits.materials || bytes >= fileLimits.lesson)
    throw new LyceumError('conflict', 'This lesson has as many files as it may have.', {
      reason: 'materials-many',
    })
}

interface New {
  readonly lesson: LessonId
  readonly file: FileShown
  readonly now: number
}

async function insert(client: PoolClient, { lesson, file, now }: New) {
  await assertRoom(client, lesson)
  const { id, name, type, size, width, height } = file
  const text = `INSERT INTO materials
    (id, lesson, position, name, type, size, width, height, created_at)
    VALUES ($1, $2, 2000000000, $3, $4, $5, $6, $7, $8)`
  await run(client, { text, values: [id, lesson, name, type, size, width, height, now] })
  await place(client, siblings(lesson), { id })
  return find(client, lesson, id as string as MaterialId)
}

/** Another name, with the ending it had. */
function renamed(before: string, next: string): string {
  return nameFor(next, { type: '', endings: [endingOf(before)] })
}

function readers(db: Pool): Pick<MaterialStore, 'list' | 'ofClass' | 'find' | 'findInClass'> {
  const inClass = `SELECT ${columns} FROM materials m JOIN classes c ON c.lesson = m.lesson
    WHERE c.room = $1`
  return {
    list: (lesson) => {
      const text = `SELECT ${columns} FROM materials m WHERE m.lesson = $1
        ORDER BY m.position, m.id`
      return rows(db, { text, values: [lesson] }, entry)
    },
    ofClass: (room) =>
      rows(db, { text: `${inClass} ORDER BY m.position, m.id`, values: [room] }, entry),
    find: (lesson, material) => find(db, lesson, material),
    async findInClass(room, material) {
      const text = `${inClass} AND m.id = $2`
      const found = await row(db, { text, values: [room, material] }, entry)
      if (found === null) throw missing()
      return found
    },
  }
}

export function createMaterials(parts: {
  readonly db: Pool
  readonly blobs: Blobs
  readonly now: () => number
}): MaterialStore {
  const { db, blobs, now } = parts
  return {
    ...readers(db),
    assertRoom: (lesson) => assertRoom(db, lesson),
    add: (lesson, file) =>
      transaction(db, (client) => insert(client, { lesson, file, now: now() })),
    change: (lesson, material, { name, position }) =>
      transaction(db, async (client) => {
        const before = await find(client, lesson, material)
        const text = 'UPDATE materials SET name = $2 WHERE id = $1'
        if (name !== undefined)
          await run(client, { text, values: [material, renamed(before.name, name)] })
        if (position !== undefined)
          await place(client, siblings(lesson), { id: material, position })
        return find(client, lesson, material)
      }),
    async take(lesson, material) {
      const text = `UPDATE materials SET lesson = NULL, taken_from = lesson, taken_at = $3
        WHERE id = $1 AND lesson = $2`
      if ((await run(db, { text, values: [material, lesson, now()] })) === 0) throw missing()
    },
    restore: (lesson, material) =>
      transaction(db, async (client) => {
        await assertRoom(client, lesson)
        const text = `UPDATE materials SET lesson = taken_from, taken_from = NULL, taken_at = NULL
          WHERE id = $1 AND taken_from = $2`
        await run(client, { text, values: [material, lesson] })
        const { position } = await find(client, lesson, material)
        await place(client, siblings(lesson), { id: material, position })
        return find(client, lesson, material)
      }),
    async sweep() {
      const text = `DELETE FROM materials WHERE id IN
        (SELECT id FROM materials WHERE taken_at < $1 LIMIT 500) AND taken_at < $1
        RETURNING id`
      const old = await rows(db, { text, values: [now() - keptFor] }, z.object({ id: z.uuid() }))
      for (const { id } of old) await removeBlobs(blobs, id)
    },
  }
}
