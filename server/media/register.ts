// Which media nodes are heard by any server at all, by PostgreSQL's word: a node that one server cannot hear
// may be well, and only that one's wire is cut.
import type { Pool } from 'pg'
import { z } from 'zod'
import { row, run } from '../storage/query.ts'

export interface Register {
  /** These were heard just now. */
  note(nodes: readonly string[]): Promise<void>
  /** Whether a server has heard it within the last moment. */
  isHeard(node: string): Promise<boolean>
}

/** Servers note what they hear this often, in ms … */
export const noteEvery = 1_000
/** … and what was noted longer ago is not heard. */
export const heardWithin = 2_000
const spared = 500

const nowMs = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint'

export function openRegister(db: Pool): Register {
  return {
    async note(nodes) {
      if (nodes.length === 0) return
      const text = `INSERT INTO media_nodes (node, heard_at)
        SELECT node, ${nowMs} FROM unnest($1::text[]) AS node ORDER BY node
        ON CONFLICT (node) DO UPDATE SET heard_at = EXCLUDED.heard_at
        WHERE media_nodes.heard_at < EXCLUDED.heard_at - ${spared}`
      await run(db, { text, values: [nodes] })
    },
    async isHeard(node) {
      const text = `SELECT heard_at > ${nowMs} - ${heardWithin} AS heard FROM media_nodes
        WHERE node = $1`
      const found = await row(db, { text, values: [node] }, z.object({ heard: z.boolean() }))
      return found?.heard ?? false
    },
  }
}

/** Of a server that is the only one. */
export const alone: Register = {
  note: () => Promise.resolve(),
  isHeard: () => Promise.resolve(false),
}
