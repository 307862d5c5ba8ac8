// Order among siblings: whoever moves to a place makes the others close up or make room.
import { z } from 'zod'
import type { PoolClient } from 'pg'
import { rows, run } from '../storage/query.ts'

export type PlacedTable =
  'programs' | 'courses' | 'modules' | 'lessons' | 'prepared_polls' | 'materials'

export interface Siblings {
  readonly table: PlacedTable
  /** The columns that siblings share. */
  readonly of: Readonly<Record<string, string | null>>
}

function where({ of }: Siblings): { text: string; values: (string | null)[] } {
  const columns = Object.keys(of)
  const tests = columns.map((column, index) => `${column} IS NOT DISTINCT FROM $${index + 1}::uuid`)
  return { text: tests.length === 0 ? 'true' : tests.join(' AND '), values: Object.values(of) }
}

const idRow = z.object({ id: z.uuid() })

/** Pure: the order after `id` goes to `position`; it may be new among them. */
export function moved(order: readonly string[], id: string, position: number): string[] {
  const others = order.filter((each) => each !== id)
  return others.toSpliced(Math.min(position, others.length), 0, id)
}

/** Puts a row, whose parent is already set, at its place; to the end when there is no position. */
export async function place(
  client: PoolClient,
  siblings: Siblings,
  { id, position = Number.MAX_SAFE_INTEGER }: { id: string; position?: number | undefined },
): Promise<void> {
  const { text, values } = where(siblings)
  const order = await rows(
    client,
    {
      text: `SELECT id FROM ${siblings.table} WHERE ${text} ORDER BY position, id FOR UPDATE`,
      values,
    },
    idRow,
  )
  const next = moved(
    order.map((each) => each.id),
    id,
    position,
  )
  await run(client, {
    text: `UPDATE ${siblings.table} t SET position = o.place - 1
      FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place)
      WHERE t.id = o.id AND t.position IS DISTINCT FROM o.place - 1`,
    values: [next],
  })
}
