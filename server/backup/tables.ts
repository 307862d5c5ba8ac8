// Every table of the installation as lines of JSON, read in one snapshot and written back in the order
// that references ask for. It knows no table by name but the list of migrations.
import type { Client } from 'pg'

const batch = 500

/**
 * Tables without their partitions, which are read and written through their parent; and without the
 * secrets of anonymous polls, which must not outlive them.
 */
const tablesQuery = `
  SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname NOT IN ('migrations', 'poll_secrets') ORDER BY c.relname`

const referencesQuery = `
  SELECT DISTINCT c.conrelid::regclass::text AS from, c.confrelid::regclass::text AS to
  FROM pg_constraint c WHERE c.contype = 'f' AND c.conparentid = 0 AND c.conrelid <> c.confrelid`

/** Pure: each table after the ones it refers to. */
export function inOrder(
  tables: readonly string[],
  references: readonly { readonly from: string; readonly to: string }[],
): string[] {
  const left = new Set(tables)
  const order: string[] = []
  while (left.size > 0) {
    const free = [...left].filter(
      (name) => !references.some(({ from, to }) => from === name && left.has(to)),
    )
    if (free.length === 0) throw new Error(`tables refer to each other: ${[...left].join(', ')}`)
    for (const name of free) left.delete(name)
    order.push(...free)
  }
  return order
}

export async function listTables(client: Client): Promise<string[]> {
  const tables = await client.query<{ name: string }>(tablesQuery)
  const references = await client.query<{ from: string; to: string }>(referencesQuery)
  return inOrder(
    tables.rows.map(({ name }) => name),
    references.rows,
  )
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The rows of a table, some hundred at a time, each a line of JSON. Needs an open transaction. */
export async function* readTable(client: Client, table: string): AsyncGenerator<string> {
  await client.query(
    `DECLARE reading NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS line FROM ${quoted(table)} t`,
  )
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${batch} FROM reading`)
    if (rows.length === 0) break
    yield rows.map(({ line }) => `${line}\n`).join('')
  }
  await client.query('CLOSE reading')
}

export async function writeTable(client: Client, table: string, lines: string): Promise<number> {
  // Columns that the backup does not know keep their defaults.
  const rows = `[${lines.trimEnd().split('\n').join(',')}]`
  const columns = Object.keys(firstOf(lines)).map(quoted).join(', ')
  const { rowCount } = await client.query(
    `INSERT INTO ${quoted(table)} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${quoted(table)}, $1::json)`,
    [rows],
  )
  return rowCount ?? 0
}

function firstOf(lines: string): object {
  return JSON.parse(lines.slice(0, lines.indexOf('\n'))) as object
}

/** Empties every table at once; nothing is lost before the transaction ends. */
export async function emptyTables(client: Client): Promise<void> {
  const tables = await listTables(client)
  if (tables.length > 0) await client.query(`TRUNCATE ${tables.map(quoted).join(', ')}`)
}
