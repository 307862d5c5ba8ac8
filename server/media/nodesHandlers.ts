// Answers the routes of nodes, for operators.
import type { Pool } from 'pg'
import { z } from 'zod'
import {
  classThere,
  serverFacts,
  usualDrain,
  type ClassThere,
  type nodesRoutes,
} from '../../shared/contract/http/nodes.ts'
import { accountOf, type Handlers } from '../http/handler.ts'
import { rows } from '../storage/query.ts'
import { nodeEvents, noteDrain, noteForgotten } from './nodeEvents.ts'
import type { Register } from './register.ts'

interface NodesParts {
  readonly db: Pool
  readonly register: Register
}

const server = z.object({
  node: z.string(),
  startedAt: z.coerce.number(),
  facts: serverFacts.nullable().catch(null),
})

/** By where people were put last. */
function classesOn(db: Pool, node: string): Promise<ClassThere[]> {
  const text = `SELECT room, max(title) AS title, count(DISTINCT participant) AS people
    FROM media_seats LEFT JOIN classes USING (room) WHERE node = $1
    GROUP BY room ORDER BY people DESC, title, room`
  return rows(db, { text, values: [node] }, classThere)
}

export function nodesHandlers({ db, register }: NodesParts): Handlers<keyof typeof nodesRoutes> {
  return {
    'nodes.list': async () => {
      const text = `SELECT node, started_at AS "startedAt", facts FROM leases WHERE kind = 'server'
        AND expires_at > (extract(epoch FROM clock_timestamp()) * 1000)::bigint
        ORDER BY node, started_at`
      const [servers, media, events] = await Promise.all([
        rows(db, { text }, server),
        register.list(),
        nodeEvents(db),
      ])
      return { servers, media, events }
    },
    'nodes.get': async ({ params: { node } }) => {
      const [classes, events] = await Promise.all([classesOn(db, node), nodeEvents(db, node)])
      return { classes, events }
    },
    'nodes.drain': async ({ params: { node }, body }, call) => {
      const within = body.draining ? (body.within ?? usualDrain) : null
      await register.drain(node, within)
      await noteDrain(db, { node, within, by: accountOf(call).name })
      return {}
    },
    'nodes.remove': async ({ params: { node } }, call) => {
      await register.remove(node)
      await noteForgotten(db, node, accountOf(call).name)
      return {}
    },
  }
}
