// What the log really holds, read from PostgreSQL by a way of its own, and what a viewer must have of
// it: the yardstick for everything that servers and clients show.
import type { Pool } from 'pg'
import type { RoomId } from '../../shared/ids.ts'
import { origin, type Fact, type Position, type Visibility } from '../../shared/log.ts'
import { show } from '../../shared/room/marks.ts'
import { roomRules } from '../../shared/room/rules.ts'
import { encodeRoom, evolveRoom, initialRoom, type RoomState } from '../../shared/room/state.ts'
import type { Viewer } from '../../shared/room/viewer.ts'

export interface LoggedFact extends Fact {
  /** The key of its command. */
  readonly key: string
}

interface Row {
  readonly seq: number
  readonly id: Fact['id']
  readonly actor: Fact['actor']
  readonly key: string
  readonly type: string
  readonly version: number
  readonly at: string
  readonly visible_to: Fact['visibleTo']
  readonly body: object
  readonly redacted: boolean
}

const statement = `
  SELECT f.seq, f.id, f.actor, f.key, f.type, f.version, f.at::text, f.visible_to, f.body,
    r.target IS NOT NULL AS redacted
  FROM facts f LEFT JOIN redactions r ON r.log = f.log AND r.target = f.seq
  WHERE f.log = $1 ORDER BY f.seq`

/** The whole log, oldest first, with redactions applied. */
export async function readLog(db: Pool, room: RoomId): Promise<LoggedFact[]> {
  const { rows } = await db.query<Row>(statement, [room])
  return rows.map(({ at, visible_to, redacted, ...rest }) => {
    const fact = { ...rest, at: Number(at), visibleTo: visible_to }
    return redacted ? { ...fact, ...roomRules.redact(fact) } : fact
  })
}

export async function readTop(db: Pool, room: RoomId): Promise<Position> {
  const { rows } = await db.query<{ seq: number; id: Position['id'] }>(
    'SELECT top AS seq, top_id AS id FROM heads WHERE log = $1',
    [room],
  )
  return rows[0] ?? origin
}

/** The same text for the same value, whatever the order of its fields. */
export function canonical(item: object): string {
  return JSON.stringify(item, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

/** The same text for the same state; maps have no order worth comparing. */
export function comparable(state: RoomState): string {
  const encoded = encodeRoom(state) as Record<string, object[]> & { floor: { invited: object[] } }
  const sorted = (list: object[] = []) => list.map(canonical).sort()
  const { people, sources, away, floor, ...rest } = encoded
  const maps = { people: sorted(people), sources: sorted(sources), away: sorted(away) }
  const invited = sorted(floor.invited)
  return canonical({ ...rest, ...maps, floor: { ...floor, invited } })
}

/** As readers get it. */
export function asTold({ key: _, ...fact }: LoggedFact): Fact {
  return fact
}

/** The rule that servers follow, once more. */
export function maySee({ participant, kind }: Viewer, visibleTo: Visibility): boolean {
  if (visibleTo === 'everyone') return true
  if (kind === 'waiting') return false
  if (visibleTo === 'all' || visibleTo.includes(participant)) return true
  return kind === 'staff' && visibleTo.includes('staff')
}

export function visibleFacts<One extends Fact>(log: readonly One[], viewer: Viewer): One[] {
  return show(log, viewer)
}

/** What this viewer's screen must show. */
export function expectedRoom(log: readonly Fact[], viewer: Viewer): RoomState {
  return visibleFacts(log, viewer).reduce(evolveRoom, initialRoom)
}
