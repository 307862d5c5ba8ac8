// Presentations on their way to a PDF, in their table, so that all nodes know how far each has come.
import type { Pool } from 'pg'
import { z } from 'zod'
import { fileShown, type FileShown } from '../../../shared/contract/files.ts'
import type { Conversion } from '../../../shared/contract/http/slides.ts'
import type { FileId, ParticipantId, RoomId } from '../../../shared/ids.ts'
import { row, run } from '../../storage/query.ts'

export type Failure = Extract<Conversion, { state: 'failed' }>['why']

/** A presentation that waits. */
export interface Slides {
  readonly id: FileId
  readonly room: RoomId
  readonly participant: ParticipantId
  readonly name: string
}

export interface SlidesStore {
  add(slides: Slides): Promise<void>
  progress(room: RoomId, id: FileId): Promise<Conversion | null>
  /** The one that waits longest, or that whoever had it let go; from now on the asker’s. */
  claim(): Promise<Slides | null>
  /** The asker still converts it. */
  touch(id: FileId): Promise<void>
  finish(id: FileId, pdf: FileShown): Promise<void>
  fail(id: FileId, why: Failure): Promise<void>
}

/** Whoever says nothing for so long has died. In ms. */
export const forsakenAfter = 30_000

const uuid = <One>() => z.uuid() as unknown as z.ZodType<One>
const slidesRow = z.object({
  id: uuid<FileId>(),
  room: uuid<RoomId>(),
  participant: uuid<ParticipantId>(),
  name: z.string(),
})
const stateRow = z.object({
  state: z.enum(['waiting', 'converting', 'done', 'failed']),
  since: z.coerce.number(),
  why: z.enum(['broken', 'slow', 'large']).nullable(),
  made: fileShown.nullable(),
  ahead: z.number(),
})

const insert = `INSERT INTO slides (id, room, participant, name, created_at, state, since)
  VALUES ($1, $2, $3, $4, $5, 'waiting', $5)`

const claimNext = `UPDATE slides SET state = 'converting', since = $1, touched_at = $1
  WHERE id = (SELECT id FROM slides
    WHERE state = 'waiting' OR (state = 'converting' AND touched_at < $2)
    ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, room, participant, name`

const findState = `SELECT state, since, why, made,
  (SELECT count(*)::int FROM slides o
    WHERE o.state IN ('waiting', 'converting') AND o.created_at < s.created_at) AS ahead
  FROM slides s WHERE id = $1 AND room = $2`

export function createSlides(db: Pool, now: () => number): SlidesStore {
  return {
    async add({ id, room, participant, name }) {
      await run(db, { text: insert, values: [id, room, participant, name, now()] })
    },
    async progress(room, id) {
      const found = await row(db, { text: findState, values: [id, room] }, stateRow)
      if (found === null) return null
      const { state, since, why, made, ahead } = found
      if (state === 'waiting') return { state, ahead }
      if (state === 'converting') return { state, since }
      return made === null
        ? { state: 'failed', why: why ?? 'broken' }
        : { state: 'done', file: made }
    },
    claim: () => row(db, { text: claimNext, values: [now(), now() - forsakenAfter] }, slidesRow),
    async touch(id) {
      const text = 'UPDATE slides SET touched_at = $2 WHERE id = $1'
      await run(db, { text, values: [id, now()] })
    },
    async finish(id, pdf) {
      const text = `UPDATE slides SET state = 'done', made = $2 WHERE id = $1`
      await run(db, { text, values: [id, JSON.stringify(pdf)] })
    },
    async fail(id, why) {
      const text = `UPDATE slides SET state = 'failed', why = $2 WHERE id = $1`
      await run(db, { text, values: [id, why] })
    },
  }
}
