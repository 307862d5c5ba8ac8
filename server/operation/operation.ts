// What whoever operates the installation asks of it, answered from the database alone: by a door of any server,
// and by the terminal.
import type { Pool } from 'pg'
import { z } from 'zod'
import type { OutputOf } from '../../shared/contract/http/routes.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { Register } from '../media/register.ts'
import { rows } from '../storage/query.ts'
import { alertsOf } from './alerts.ts'
import { capacityOf, outlooks } from './classes.ts'
import { decisionsOf, partsOf, seatsOf, stateOf, without } from './whereabouts.ts'

export interface OperationParts {
  readonly db: Pool
  readonly register: Register
  readonly now: () => number
  /** As it is now. */
  readonly stateOf: (room: RoomId) => Promise<RoomState>
}

export interface Operation {
  classes(): Promise<OutputOf<'operation.classes'>>
  /** Throws `missing`. */
  class(room: RoomId): Promise<OutputOf<'operation.class'>>
  alerts(): Promise<OutputOf<'operation.alerts'>>
}

/** So long a worker's death is worth an eye. */
const freshMs = 10 * 60_000

const death = z.object({ node: z.string(), people: z.number() })
const known = z.object({ room: z.string() })

async function deathsOf(db: Pool, now: number) {
  const text = `SELECT node, sum((event ->> 'people')::int) AS people FROM media_node_events
    WHERE at > $1 AND event ->> 'kind' = 'lost' AND event ->> 'why' = 'workerDied'
    GROUP BY node ORDER BY node`
  return rows(db, { text, values: [now - freshMs] }, death)
}

async function serverVersions(db: Pool): Promise<string[]> {
  const text = `SELECT DISTINCT facts ->> 'version' AS version FROM leases WHERE kind = 'server'
    AND facts IS NOT NULL AND expires_at > (extract(epoch FROM clock_timestamp()) * 1000)::bigint`
  const found = await rows(db, { text }, z.object({ version: z.string() }))
  return found.map(({ version }) => version)
}

export function createOperation(parts: OperationParts): Operation {
  const { db, register } = parts
  const classes = async () => {
    const now = parts.now()
    const nodes = await register.list()
    return { classes: await outlooks(db, nodes, now), capacity: capacityOf(nodes), now }
  }
  return {
    classes,
    async class(room) {
      const text = 'SELECT room FROM classes WHERE room = $1'
      const [found] = await rows(db, { text, values: [room] }, known)
      if (found === undefined) throw new LyceumError('missing', 'There is no such class.')
      const state = await parts.stateOf(room)
      const [nodes, seats] = await Promise.all([register.list(), seatsOf(db, room)])
      const there = partsOf(state, seats)
      return {
        title: state.class.title,
        state: state.class.phase,
        parts: there.map((part) => ({ ...part, state: stateOf(nodes, part.node) })),
        without: without(state, there),
        log: await decisionsOf(db, room, state),
        now: parts.now(),
      }
    },
    async alerts() {
      const now = parts.now()
      const nodes = await register.list()
      const [deaths, versions, coming] = await Promise.all([
        deathsOf(db, now),
        serverVersions(db),
        outlooks(db, nodes, now),
      ])
      const ofNodes = nodes.flatMap(({ heard, facts }) => (heard ? [facts.version] : []))
      const all = [...versions, ...ofNodes].filter((version) => version !== null)
      return { alerts: alertsOf({ nodes, versions: all, deaths, classes: coming, now }) }
    },
  }
}
