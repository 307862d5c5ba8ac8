// What became of media nodes, as operators read it: which were lost, came back, were drained, and who went where.
import type { Pool } from 'pg'
import { z } from 'zod'
import { notedEvent, type NotedEvent } from '../../shared/contract/http/nodes.ts'
import { rows, run } from '../storage/query.ts'

const shownEvents = 60
const namedPeople = 12
/** What is lost so soon after each other is lost together. In ms. */
const together = 10_000
/** Who went later than this went for another reason. In ms. */
const follows = 60 * 60_000
/** Servers notice one after the other, and each places its people as soon as it does. In ms. */
const slack = 5_000

const nowMs = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint'
const event = notedEvent.omit({ went: true }).extend({ at: z.coerce.number() })
type Event = z.output<typeof event>
const wentTo = notedEvent.shape.went.element.extend({ id: z.int() })

/** Of the newest first. Workers of one node that are lost together are told of once, as of the first. */
export function merged(events: readonly Event[]): Event[] {
  const told: Event[] = []
  for (const one of events) {
    const n = told.findLastIndex(({ node }) => node === one.node)
    const both = bothOf(one, told[n])
    if (both === null) told.push(one)
    else told[n] = both
  }
  return told
}

function bothOf(one: Event, later: Event | undefined): Event | null {
  if (later?.event.kind !== 'lost' || one.event.kind !== 'lost') return null
  if (later.at - one.at > together) return null
  return { ...one, event: { ...one.event, people: one.event.people + later.event.people } }
}

/** Of one node, or of all. */
export async function nodeEvents(db: Pool, of: string | null = null): Promise<NotedEvent[]> {
  const text = `SELECT id, at, node, server AS by, event FROM media_node_events
    WHERE $1::text IS NULL OR node = $1 ORDER BY at DESC, id DESC LIMIT ${shownEvents}`
  const events = merged(await rows(db, { text, values: [of] }, event))
  const went = await wentBy(db, events)
  return events.map((one) => ({
    ...one,
    went: went.filter(({ id }) => id === one.id).map(({ id: _, ...rest }) => rest),
  }))
}

/** People go on leaving a node that is back, and after those that do. */
const endsNothing: readonly Event['event']['kind'][] = ['returned', 'emptied']

/** After each event, until the next one of the same node, by the last place of each. */
async function wentBy(db: Pool, events: readonly Event[]) {
  const spans = events.flatMap((one, n) => {
    const why = one.event.kind
    if (why !== 'lost' && why !== 'drained') return []
    const next = events
      .slice(0, n)
      .findLast(({ node, event }) => node === one.node && !endsNothing.includes(event.kind))
    const to = Math.min(one.at + follows, (next?.at ?? Infinity) - slack)
    return [{ id: one.id, node: one.node, why, from: one.at - slack, to }]
  })
  const text = `WITH span AS (
      SELECT * FROM jsonb_to_recordset($1)
        AS span (id bigint, node text, why text, "from" bigint, "to" bigint)
    ), went AS (
      SELECT DISTINCT ON (span.id, room, decision ->> 'participant') span.id, room,
        decision ->> 'participant' AS participant, decision ->> 'node' AS "to"
      FROM span JOIN media_decisions ON decision ->> 'from' = span.node
        AND decision ->> 'why' IN ('lost', 'drained') AND decision ->> 'why' = span.why
        AND media_decisions.at BETWEEN span."from" AND span."to"
      ORDER BY span.id, room, decision ->> 'participant', media_decisions.at DESC, media_decisions.id DESC
    )
    SELECT id, went.room, max(c.title) AS title, "to", count(*) AS people,
      (array_remove(array_agg(name ORDER BY name), NULL))[:${namedPeople}] AS names
    FROM went LEFT JOIN classes c ON c.room = went.room
      LEFT JOIN seats s ON s.participant = went.participant::uuid
    GROUP BY id, went.room, "to" ORDER BY id, title, people DESC, "to"`
  return rows(db, { text, values: [JSON.stringify(spans)] }, wentTo)
}

interface Drain {
  readonly node: string
  /** Seconds; null: no more. */
  readonly within: number | null
  readonly by: string
}

/** An operator wants a node empty, or no more: all classes that have people there are told too. */
export async function noteDrain(db: Pool, { node, within, by }: Drain): Promise<void> {
  const kind = within === null ? 'undrained' : 'drained'
  const more = within === null ? {} : { within }
  const text = `WITH here AS (SELECT room, count(DISTINCT participant) AS people FROM media_seats
      WHERE node = $1 GROUP BY room
    ), known AS (INSERT INTO media_node_events (at, node, server, event)
      SELECT ${nowMs}, $1, $3, $4::jsonb || jsonb_build_object('kind', $2::text,
        'people', (SELECT coalesce(sum(people), 0) FROM here)))
    INSERT INTO media_decisions (room, at, server, decision)
    SELECT room, ${nowMs}, $3,
      jsonb_build_object('kind', $2::text, 'node', $1::text, 'people', people) FROM here`
  await run(db, { text, values: [node, kind, by, JSON.stringify(more)] })
}

/** An operator says that a node is gone for good. */
export async function noteForgotten(db: Pool, node: string, by: string): Promise<void> {
  const text = `INSERT INTO media_node_events (at, node, server, event)
    VALUES (${nowMs}, $1, $2, '{"kind": "forgotten"}')`
  await run(db, { text, values: [node, by] })
}
