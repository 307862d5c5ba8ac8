// Writes down what this server decides about the media of classes, and where each device was put, for operators
// to read at any server: in PostgreSQL, some at once, and without anybody ever waiting for it.
//
//   decisions.note(room, { kind: 'moving', participant, from: 'media-1' })
import type { Pool } from 'pg'
import type { Decision, LossCause, Placed } from '../../shared/contract/http/decisions.ts'
import type { Place, Seat } from '../../shared/contract/sfu.ts'
import type { ParticipantId, RoomId, SessionId } from '../../shared/ids.ts'
import { every, type Clock } from '../clock.ts'
import { isOutage, run, type Statement } from '../storage/query.ts'

export interface Decisions {
  note(room: RoomId, decision: Decision): void
  placed(seat: Seat, place: Place, decision: Placed): void
  left(room: RoomId, participant: ParticipantId, session: SessionId | null): void
  ended(room: RoomId): void
  lost(place: Place, why: LossCause): void
}

/** Where there is no database. */
export const unwritten: Decisions = {
  note: () => undefined,
  placed: () => undefined,
  left: () => undefined,
  ended: () => undefined,
  lost: () => undefined,
}

const flushMs = 400
/** They wait while PostgreSQL is away; when more do, the oldest go. */
const waitingLimit = 5_000
/** So many of each room are kept, for so long. */
const keptPerRoom = 300
const keptMs = 3 * 24 * 60 * 60 * 1_000
const tidyMs = 60_000

const insert = 'INSERT INTO media_decisions (room, at, server, decision)'
const told = (columns: string) =>
  `told AS (SELECT * FROM jsonb_to_recordset($1) AS told (${columns}))`

/** Each takes all that happened of its kind, one after the other, and the name of this server. */
const statements = {
  note: `WITH ${told('room uuid, at bigint, decision jsonb')}
    ${insert} SELECT room, at, $2, decision FROM told`,
  place: `WITH ${told(
    'room uuid, at bigint, session uuid, participant uuid, node text, incarnation uuid, decision jsonb',
  )}, seated AS (
      INSERT INTO media_seats (room, session, participant, node, incarnation, at, decision)
      SELECT DISTINCT ON (room, session) room, session, participant, node, incarnation, at, decision
      FROM told ORDER BY room, session, at DESC
      ON CONFLICT (room, session) DO UPDATE SET node = EXCLUDED.node, at = EXCLUDED.at,
        incarnation = EXCLUDED.incarnation, decision = EXCLUDED.decision
      WHERE media_seats.at <= EXCLUDED.at)
    ${insert} SELECT room, at, $2, decision FROM told`,
  leave: `WITH ${told('room uuid, at bigint, participant uuid, session uuid')}, gone AS (
      DELETE FROM media_seats AS seat USING told
      WHERE seat.room = told.room AND seat.participant = told.participant AND seat.at <= told.at
        AND (told.session IS NULL OR seat.session = told.session)
      RETURNING seat.room, told.at, seat.participant, seat.node)
    ${insert} SELECT room, at, $2,
      jsonb_build_object('kind', 'left', 'participant', participant, 'node', node) FROM gone`,
  end: `WITH ${told('room uuid, at bigint')}, gone AS (
      DELETE FROM media_seats AS seat USING told WHERE seat.room = told.room AND seat.at <= told.at
      RETURNING seat.room, told.at, seat.participant)
    ${insert} SELECT room, max(at), $2,
      jsonb_build_object('kind', 'ended', 'people', count(DISTINCT participant)) FROM gone GROUP BY room`,
  lose: `WITH ${told('at bigint, node text, incarnation uuid, why text')}, gone AS (
      DELETE FROM media_seats AS seat USING told WHERE seat.incarnation = told.incarnation
      RETURNING seat.room, seat.participant, told.at, told.node, told.incarnation, told.why), known AS (
      INSERT INTO media_node_events (at, node, incarnation, server, event)
      SELECT at, node, incarnation, $2, jsonb_build_object('kind', 'lost', 'why', why, 'people',
        (SELECT count(DISTINCT (room, participant)) FROM gone WHERE gone.incarnation = told.incarnation))
      FROM told ON CONFLICT (incarnation) DO NOTHING)
    ${insert} SELECT room, max(at), $2,
      jsonb_build_object('kind', 'lost', 'node', node, 'why', why, 'people', count(DISTINCT participant))
    FROM gone GROUP BY room, node, why`,
}
type Act = keyof typeof statements

interface Happened {
  readonly act: Act
  readonly row: object
}

export interface DecisionsParts {
  readonly db: Pool
  readonly clock: Clock
  /** The name of this server. */
  readonly server: string
  readonly failed: (what: string, error: unknown) => void
}

export class WrittenDecisions implements Decisions {
  readonly #parts: DecisionsParts
  readonly #stops: (() => void)[]
  #waiting: Happened[] = []
  /** Rooms of which something was written since they were last made shorter. */
  readonly #grown = new Set<RoomId>()

  constructor(parts: DecisionsParts) {
    this.#parts = parts
    this.#stops = [
      every(parts.clock, flushMs, () => this.flush()),
      every(parts.clock, tidyMs, () => this.tidy()),
    ]
  }

  note(room: RoomId, decision: Decision): void {
    this.#add('note', { room, decision })
  }

  placed({ room, participant, session }: Seat, place: Place, decision: Placed): void {
    const { node, incarnation } = place
    this.#add('place', { room, participant, session, node, incarnation, decision })
  }

  left(room: RoomId, participant: ParticipantId, session: SessionId | null): void {
    this.#add('leave', { room, participant, session })
  }

  ended(room: RoomId): void {
    this.#add('end', { room })
  }

  /** Every server that notices says it; whoever says it first has the seats to tell of. */
  lost({ node, incarnation }: Place, why: LossCause): void {
    this.#add('lose', { node, incarnation, why })
  }

  async flush(): Promise<void> {
    const runs = runsOf(this.#waiting)
    this.#waiting = []
    for (const [n, run] of runs.entries()) {
      if (await this.#write(run)) continue
      this.#waiting = [...runs.slice(n).flat(), ...this.#waiting].slice(-waitingLimit)
      return
    }
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop()
    await this.flush()
  }

  #add(act: Act, row: Readonly<Record<string, unknown>> & { readonly room?: RoomId }): void {
    if (row.room !== undefined) this.#grown.add(row.room)
    this.#waiting.push({ act, row: { ...row, at: this.#parts.clock.now() } })
    if (this.#waiting.length > waitingLimit) this.#waiting.shift()
  }

  /** False while PostgreSQL is away; what it says no to is told and let go. */
  async #write(together: readonly Happened[]): Promise<boolean> {
    const [first] = together
    if (first === undefined) return true
    const values = [JSON.stringify(together.map(({ row }) => row)), this.#parts.server]
    const what = 'writing down decisions about media'
    const error = await this.#try(what, { text: statements[first.act], values })
    return error === null || !isOutage(error)
  }

  /** Forgets what is too old, and of long logs the beginning. */
  async tidy(): Promise<void> {
    const rooms = [...this.#grown]
    this.#grown.clear()
    const what = 'forgetting old decisions about media'
    const longer = `DELETE FROM media_decisions AS one USING unnest($1::uuid[]) AS grown (room)
      WHERE one.room = grown.room AND one.id <= (SELECT id FROM media_decisions AS kept
        WHERE kept.room = grown.room ORDER BY id DESC OFFSET $2 LIMIT 1)`
    await this.#try(what, { text: longer, values: [rooms, keptPerRoom] })
    const values = [this.#parts.clock.now() - keptMs]
    await this.#try(what, { text: 'DELETE FROM media_decisions WHERE at < $1', values })
    await this.#try(what, { text: 'DELETE FROM media_seats WHERE at < $1', values })
    await this.#try(what, { text: 'DELETE FROM media_node_events WHERE at < $1', values })
  }

  /** The error, if there was one. */
  async #try(what: string, statement: Statement): Promise<unknown> {
    try {
      await run(this.#parts.db, statement)
      return null
    } catch (error) {
      this.#parts.failed(what, error)
      return error
    }
  }
}

/** In their order, those of a kind that follow each other together. */
function runsOf(happened: readonly Happened[]): Happened[][] {
  const runs: Happened[][] = []
  for (const one of happened) {
    const last = runs.at(-1)
    if (last?.[0]?.act === one.act) last.push(one)
    else runs.push([one])
  }
  return runs
}
