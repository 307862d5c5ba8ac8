// Which files of classes there are on disk, in their table, so that none stays that nobody can have.
import type { Pool } from 'pg'
import { z } from 'zod'
import { fileLimits } from '../../shared/contract/fileLimits.ts'
import type { FileId, ParticipantId, RoomId } from '../../shared/ids.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { rows, run } from '../storage/query.ts'
import { removeBlobs } from './intake.ts'

export interface FileStore {
  /** `onBoard`: what a file for boards is served as; null for one that goes with a message. */
  add(file: {
    readonly id: FileId
    readonly room: RoomId
    readonly participant: ParticipantId
    readonly onBoard: string | null
  }): Promise<void>
  /** What a file for boards of this class is served as; null for all others. */
  onBoard(room: RoomId, id: FileId): Promise<string | null>
  forget(id: FileId): Promise<void>
  /** Removes what became part of no message in its time. */
  sweep(): Promise<void>
}

/** Longer than a file may wait, for messages on their way. In ms. */
const unused = fileLimits.waitsFor + 10 * 60_000
const batch = 500

/** A class's log has the last word on which of its files are used. */
const markAttached = `UPDATE files f SET attached = true
  WHERE NOT f.attached AND f.board_type IS NULL AND f.created_at < $1 AND EXISTS (
    SELECT FROM facts s WHERE s.log = f.room AND s.type = 'chat.said'
      AND s.body->'files' @> jsonb_build_array(jsonb_build_object('id', f.id)))`
const boardRow = z.object({ board_type: z.string().nullable() })
const findUnused = `SELECT id FROM files
  WHERE NOT attached AND board_type IS NULL AND created_at < $1
  ORDER BY created_at LIMIT ${String(batch)}`

export function createFileStore(parts: {
  readonly db: Pool
  readonly blobs: Blobs
  readonly now: () => number
}): FileStore {
  const { db, blobs, now } = parts
  const forget = async (id: string) => {
    await removeBlobs(blobs, id)
    await run(db, { text: 'DELETE FROM files WHERE id = $1', values: [id] })
  }
  return {
    async add({ id, room, participant, onBoard }) {
      const text = `INSERT INTO files (id, room, participant, created_at, board_type)
        VALUES ($1, $2, $3, $4, $5)`
      await run(db, { text, values: [id, room, participant, now(), onBoard] })
    },
    async onBoard(room, id) {
      const text = 'SELECT board_type FROM files WHERE id = $1 AND room = $2'
      const found = await rows(db, { text, values: [id, room] }, boardRow)
      return found[0]?.board_type ?? null
    },
    forget,
    async sweep() {
      const values = [now() - unused]
      await run(db, { text: markAttached, values })
      const found = await rows(db, { text: findUnused, values }, z.object({ id: z.uuid() }))
      for (const { id } of found) await forget(id)
    },
  }
}
