// The store's body on PostgreSQL. Every method is one statement; tables are described in
// `server/storage/migrations`.
import type { Pool } from 'pg'
import { DatabaseError } from 'pg'
import { z } from 'zod'
import type { FactId, LogId } from '../../shared/ids.ts'
import type { Actor, Position, Visibility } from '../../shared/log.ts'
import { row, rows, run, type Statement } from '../storage/query.ts'
import { appendStatement } from './appendStatement.ts'
import {
  StoreRejected,
  type Append,
  type AppendOutcome,
  type CommandKey,
  type LogPosition,
  type LogStore,
  type Pull,
  type ReadBack,
  type ReadRange,
  type Search,
  type Snapshot,
  type StoredFact,
} from './store.ts'

const logId = z.string().transform((value) => value as LogId)
const factId = z.string().transform((value) => value as FactId)

const factFields = {
  log: logId,
  seq: z.int(),
  id: factId,
  actor: z
    .string()
    .nullable()
    .transform((value) => value as Actor | null),
  type: z.string(),
  version: z.int(),
  at: z.int(),
  visible_to: z.union([z.literal('everyone'), z.literal('all'), z.array(z.string())]),
  body: z.custom<object>((value) => typeof value === 'object' && value !== null),
  redacted: z.boolean(),
}
const factObject = z.object(factFields)

function toStored({
  log: _,
  redacted,
  visible_to,
  ...rest
}: z.output<typeof factObject>): StoredFact {
  return { raw: { ...rest, visibleTo: visible_to as Visibility }, redacted }
}

const factRow = factObject.transform(toStored)
const placedRow = z
  .object({ ...factFields, place: z.int() })
  .transform(({ place, ...fact }) => ({ place, stored: toStored(fact) }))

const topRow = z.object({ log: logId, seq: z.int(), id: factId })
const outcomeRow = z.object({ log: logId, at: z.int().nullable(), known: z.boolean() })
const snapshotRow = z.object({ seq: z.int(), id: factId, at: z.int(), state: z.unknown() })

const factColumns = `
  f.log, f.seq, f.id, f.actor, f.type, f.version, f.at, f.visible_to, f.body,
  EXISTS (SELECT FROM redactions r WHERE r.log = f.log AND r.target = f.seq) AS redacted`

const sql = {
  pull: `
    SELECT p.place, f.* FROM json_to_recordset($1::json) AS p (place integer, log uuid, seq integer)
    CROSS JOIN LATERAL (
      SELECT ${factColumns} FROM facts f
      WHERE f.log = p.log AND f.seq >= p.seq ORDER BY f.seq LIMIT $2
    ) f
    ORDER BY p.place, f.seq`,
  tops: 'SELECT log, top AS seq, top_id AS id FROM heads WHERE log = ANY($1::uuid[])',
  byKeys: `
    SELECT k.place, f.* FROM json_to_recordset($1::json)
      AS k (place integer, log uuid, actor text, key text)
    CROSS JOIN LATERAL (
      SELECT ${factColumns}, f.ordinal FROM facts f
      WHERE f.log = k.log AND f.key = k.key AND f.actor IS NOT DISTINCT FROM k.actor
    ) f
    ORDER BY k.place, f.ordinal`,
  read: `
    SELECT ${factColumns} FROM facts f
    WHERE f.log = $1 AND f.seq > $2 AND f.seq <= $3 ORDER BY f.seq LIMIT $4`,
  readBack: `
    SELECT ${factColumns} FROM facts f
    WHERE f.log = $1 AND f.seq < $2 AND f.type = ANY($3::text[]) ORDER BY f.seq DESC LIMIT $4`,
  readBackOf: `
    SELECT ${factColumns} FROM facts f
    WHERE f.log = $1 AND f.seq < $2 AND f.type = ANY($3::text[]) AND f.visible_to = $5::jsonb
    ORDER BY f.seq DESC LIMIT $4`,
  search: `
    SELECT ${factColumns} FROM facts f
    WHERE f.log = $1 AND f.seq > $2 AND f.seq < $3 AND f.type = ANY($4::text[])
      AND f.body->>'text' ILIKE $5
      AND f.visible_to ?| $6::text[]
      AND NOT EXISTS (SELECT FROM redactions r WHERE r.log = f.log AND r.target = f.seq)
    ORDER BY f.seq DESC LIMIT $7`,
  snapshot: `
    SELECT s.seq, s.id, s.at, s.state FROM snapshots s
    JOIN facts f ON f.log = s.log AND f.seq = s.seq AND f.id = s.id
    WHERE s.log = $1 AND s.version = $2`,
  saveSnapshot: `
    INSERT INTO snapshots (log, version, seq, id, at, state)
    SELECT $1, $2, $3, $4, $5, $6
    WHERE EXISTS (SELECT FROM facts WHERE log = $1 AND seq = $3 AND id = $4)
    ON CONFLICT (log, version) DO UPDATE
    SET seq = excluded.seq, id = excluded.id, at = excluded.at, state = excluded.state
    WHERE snapshots.seq < excluded.seq`,
  due: `SELECT log FROM heads WHERE kind = $1 AND due <= $2 ORDER BY due LIMIT $3`,
}

/** Text that JSON may hold and PostgreSQL may not: NUL, and halves of surrogate pairs. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/

function toJson(value: unknown): string {
  const text = JSON.stringify(value)
  // Nearly all text has no escape at all, which is seen much sooner.
  if (text.includes('\\u') && unstorable.test(text))
    throw new StoreRejected('Text with NUL or half a character')
  return text
}

/** Deadlocks and failed serialisations had no effect and pass by themselves. */
const passing = new Set(['40P01', '40001'])
const attempts = 4

function isRejection(error: unknown): boolean {
  // Classes 22 (data) and 23 (constraints) are about what was sent, not about when.
  return error instanceof DatabaseError && /^2[23]/.test(error.code ?? '')
}

export class PostgresStore implements LogStore {
  readonly #appendPool: Pool
  readonly #readPool: Pool

  constructor(pools: { readonly append: Pool; readonly read: Pool }) {
    this.#appendPool = pools.append
    this.#readPool = pools.read
  }

  async append(appends: readonly Append[]): Promise<ReadonlyMap<LogId, AppendOutcome>> {
    const values = [toJson(appends.map(toBatchRow)), toJson(appends.flatMap(toFactRows))]
    const statement = { name: 'append', text: appendStatement, values }
    const found = await this.#appending(statement)
    return new Map(found.map((outcome) => [outcome.log, toOutcome(outcome)]))
  }

  async #appending(statement: Statement, attempt = 1): Promise<z.output<typeof outcomeRow>[]> {
    try {
      return await rows(this.#appendPool, statement, outcomeRow)
    } catch (error) {
      if (isRejection(error)) throw new StoreRejected((error as Error).message, { cause: error })
      const again = error instanceof DatabaseError && passing.has(error.code ?? '')
      if (!again || attempt === attempts) throw error
      return this.#appending(statement, attempt + 1)
    }
  }

  async pull(positions: readonly LogPosition[], limit: number): Promise<Pull[]> {
    const asked = positions.map(({ log, position }, place) => ({ place, log, seq: position.seq }))
    // One more than asked for, because the first row is the position itself.
    const values = [JSON.stringify(asked), limit + 1]
    const found = await this.#byPlace({ name: 'pull', text: sql.pull, values }, positions.length)
    return positions.map(({ position }, place) => toPull(position, found[place] ?? [], limit))
  }

  async tops(logs: readonly LogId[]): Promise<ReadonlyMap<LogId, Position>> {
    const statement = { name: 'tops', text: sql.tops, values: [logs] }
    const found = await rows(this.#readPool, statement, topRow)
    return new Map(found.map(({ log, seq, id }) => [log, { seq, id }]))
  }

  async byKeys(keys: readonly CommandKey[]): Promise<StoredFact[][]> {
    const values = [JSON.stringify(keys.map((key, place) => ({ ...key, place })))]
    return this.#byPlace({ name: 'byKeys', text: sql.byKeys, values }, keys.length)
  }

  /** Rows of questions asked together, sorted to the question they answer. */
  async #byPlace(statement: Statement, places: number): Promise<StoredFact[][]> {
    const answers: StoredFact[][] = Array.from({ length: places }, () => [])
    const found = await rows(this.#readPool, statement, placedRow)
    for (const { place, stored } of found) answers[place]?.push(stored)
    return answers
  }

  async read(log: LogId, { after, upto, limit }: ReadRange): Promise<StoredFact[]> {
    return this.#facts({ name: 'read', text: sql.read, values: [log, after, upto, limit] })
  }

  async readBack(log: LogId, range: ReadBack): Promise<StoredFact[]> {
    const { before, types, limit, visibleTo } = range
    const values = [log, before, types, limit]
    if (visibleTo === undefined)
      return this.#facts({ name: 'readBack', text: sql.readBack, values })
    const audience = JSON.stringify(visibleTo)
    return this.#facts({ name: 'readBackOf', text: sql.readBackOf, values: [...values, audience] })
  }

  async search(log: LogId, wanted: Search): Promise<StoredFact[]> {
    const { text, types, after, before, limit, reader } = wanted
    const pattern = `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`
    const values = [log, after, before, types, pattern, reader, limit]
    return this.#facts({ name: 'search', text: sql.search, values })
  }

  async #facts(statement: Statement): Promise<StoredFact[]> {
    return rows(this.#readPool, statement, factRow)
  }

  async snapshot(log: LogId, version: number): Promise<Snapshot | null> {
    const statement = { name: 'snapshot', text: sql.snapshot, values: [log, version] }
    const found = await row(this.#readPool, statement, snapshotRow)
    if (found === null) return null
    return { position: { seq: found.seq, id: found.id }, at: found.at, state: found.state }
  }

  async saveSnapshot(log: LogId, version: number, snapshot: Snapshot): Promise<void> {
    const { position, at, state } = snapshot
    const values = [log, version, position.seq, position.id, at, toJson(state)]
    await run(this.#readPool, { name: 'saveSnapshot', text: sql.saveSnapshot, values })
  }

  async due(kind: string, now: number, limit: number): Promise<LogId[]> {
    const statement = { name: 'due', text: sql.due, values: [kind, now, limit] }
    const found = await rows(this.#readPool, statement, z.object({ log: logId }))
    return found.map(({ log }) => log)
  }
}

function toBatchRow({ log, kind, after, facts, due }: Append) {
  const last = facts.at(-1)
  return { log, kind, seq: after.seq, id: after.id, top: last?.seq, top_id: last?.id, due }
}

function toFactRows({ log, facts }: Append) {
  return facts.map(({ visibleTo, ...fact }) => ({ ...fact, log, visible: visibleTo }))
}

function toOutcome({ at, known }: z.output<typeof outcomeRow>): AppendOutcome {
  if (at !== null) return { result: 'won', at }
  return { result: known ? 'known' : 'lost' }
}

function toPull(position: Position, facts: readonly StoredFact[], limit: number): Pull {
  const atOrigin = position.seq === 0
  const first = facts[0]?.raw
  const continues = atOrigin || (first?.seq === position.seq && first.id === position.id)
  if (!continues) return { continues, facts: [], more: false }
  const after = atOrigin ? facts.slice(0, limit) : facts.slice(1)
  return { continues, facts: after, more: after.length === limit }
}
