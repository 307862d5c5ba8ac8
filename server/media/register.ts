// The media nodes of the installation, by PostgreSQL's word: which are heard by any server at all (one that a
// single server cannot hear may be well, and only that one's wire is cut), and which an operator drains.
import type { Pool } from 'pg'
import { z } from 'zod'
import {
  drainProgress,
  mediaNodeFacts,
  usualDrain,
  type MediaNodeEntry,
  type MediaNodeFacts,
} from '../../shared/contract/http/nodes.ts'
import { LyceumError } from '../../shared/errors.ts'
import { row, rows, run } from '../storage/query.ts'

/** A node whose people are moved to others. */
export interface Drain {
  readonly node: string
  /** Within so many ms from now; negative when they should be gone. */
  readonly within: number
}

/** A node that a server hears just now. */
export interface Heard {
  readonly node: string
  readonly facts: MediaNodeFacts
}

export interface Register {
  /** By the server of this name. Answers which nodes drain. */
  note(heard: readonly Heard[], by: string): Promise<readonly Drain[]>
  /** Whether a server has heard it within the last moment. */
  isHeard(node: string): Promise<boolean>
  list(): Promise<MediaNodeEntry[]>
  /** Within so many seconds; null: no more. Throws `missing`. */
  drain(node: string, within: number | null): Promise<void>
  /** Throws `missing`, and `conflict` while it is heard. */
  remove(node: string): Promise<void>
}

/** Servers note what they hear this often, in ms … */
export const noteEvery = 1_000
/** … and what was noted longer ago is not heard. */
const heardWithin = 2_000
const spared = 500
/**
 * Until nobody comes any more to a node that drains: servers hear of it within one, who is on their way is there
 * within six, and what is there is reported and noted within three. In ms.
 */
const underway = 12_000

const nowMs = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint'
const isHeardNow = `heard_at > ${nowMs} - ${heardWithin}`
const entry = z.object({
  node: z.string(),
  heard: z.boolean(),
  heardAt: z.coerce.number(),
  draining: z.boolean(),
  drain: drainProgress.nullable(),
  empty: z.boolean(),
  facts: mediaNodeFacts,
})
/** It drains, nobody is on their way to it, and it has nothing of its own and nothing through pipes. */
const isEmpty = `draining AND coalesce(drain_since, 0) < ${nowMs} - ${underway}
  AND (facts ->> 'people')::int = 0
  AND NOT jsonb_path_exists(facts, '$.workers[*] ? (@.producers > 0)')`
/** A node's loss is written down by each server as it notices: who notices last has done so by then. In ms. */
const lostFor = 1_500
const drained = z.object({ node: z.string(), within: z.coerce.number() })
const missing = () => new LyceumError('missing', 'There is no such media node.')

export function openRegister(db: Pool): Register {
  return {
    async note(heard, by) {
      const names = heard.map(({ node }) => node)
      const facts = heard.map((one) => JSON.stringify(one.facts))
      const text = `WITH noted AS (
          INSERT INTO media_nodes (node, heard_at, facts)
          SELECT node, ${nowMs}, facts FROM unnest($1::text[], $2::jsonb[]) AS told (node, facts)
          ORDER BY node
          ON CONFLICT (node) DO UPDATE SET heard_at = EXCLUDED.heard_at, facts = EXCLUDED.facts
          WHERE media_nodes.heard_at < EXCLUDED.heard_at - ${spared}
          RETURNING node, draining, drain_since, facts
        ), became AS (
          INSERT INTO media_node_events (at, node, server, event)
          SELECT ${nowMs}, node, $3, jsonb_build_object('kind', CASE last.event ->> 'kind'
            WHEN 'lost' THEN 'returned' ELSE 'emptied' END)
          FROM noted CROSS JOIN LATERAL (SELECT at, event FROM media_node_events AS told
            WHERE told.node = noted.node ORDER BY at DESC, id DESC LIMIT 1) AS last
          WHERE (last.event ->> 'kind' = 'lost' AND last.event ->> 'why' <> 'workerDied'
              AND last.at < ${nowMs} - ${lostFor})
            OR (last.event ->> 'kind' = 'drained' AND ${isEmpty})
        )
        SELECT node, coalesce(drain_by - ${nowMs}, ${usualDrain * 1_000}) AS within
        FROM media_nodes WHERE draining`
      return rows(db, { text, values: [names, facts, by] }, drained)
    },
    async isHeard(node) {
      const text = `SELECT ${isHeardNow} AS heard FROM media_nodes WHERE node = $1`
      const found = await row(db, { text, values: [node] }, z.object({ heard: z.boolean() }))
      return found?.heard ?? false
    },
    async list() {
      const text = `SELECT node, ${isHeardNow} AS heard, heard_at AS "heardAt", draining, facts,
          CASE WHEN draining AND drain_by IS NOT NULL
            THEN jsonb_build_object('by', drain_by, 'people', drain_people) END AS drain,
          ${isHeardNow} AND ${isEmpty} AS empty
        FROM media_nodes ORDER BY node`
      return rows(db, { text }, entry)
    },
    async drain(node, within) {
      const text = `UPDATE media_nodes SET draining = $2::int IS NOT NULL,
          drain_since = CASE WHEN draining THEN drain_since ELSE ${nowMs} END,
          drain_by = ${nowMs} + $2::int * 1000, drain_people = (facts ->> 'people')::int
        WHERE node = $1`
      if ((await run(db, { text, values: [node, within] })) === 0) throw missing()
    },
    async remove(node) {
      const text = `DELETE FROM media_nodes WHERE node = $1 AND NOT ${isHeardNow}`
      if ((await run(db, { text, values: [node] })) > 0) return
      if (await this.isHeard(node))
        throw new LyceumError('conflict', 'This node is still heard: stop it first.', {
          reason: 'still-heard',
        })
      throw missing()
    },
  }
}

/** Without a database, as long as this process lives. */
export function rememberedRegister(): Register {
  const draining = new Map<string, number>()
  return {
    note: () => {
      const now = performance.now()
      return Promise.resolve([...draining].map(([node, by]) => ({ node, within: by - now })))
    },
    isHeard: () => Promise.resolve(false),
    list: () => Promise.resolve([]),
    drain: (node, within) => {
      if (within === null) draining.delete(node)
      else draining.set(node, performance.now() + within * 1_000)
      return Promise.resolve()
    },
    remove: () => Promise.resolve(),
  }
}
