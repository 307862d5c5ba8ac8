// Answers the routes of nodes, for operators.
import type { Pool } from 'pg'
import { z } from 'zod'
import { serverFacts, usualDrain, type nodesRoutes } from '../../shared/contract/http/nodes.ts'
import { accountOf, type Handlers } from '../http/handler.ts'
import { rows } from '../storage/query.ts'
import { noteDrain } from './decisions.ts'
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

export function nodesHandlers({ db, register }: NodesParts): Handlers<keyof typeof nodesRoutes> {
  return {
    'nodes.list': async () => {
      const text = `SELECT node, started_at AS "startedAt", facts FROM leases WHERE kind = 'server'
        AND expires_at > (extract(epoch FROM clock_timestamp()) * 1000)::bigint
        ORDER BY node, started_at`
      const [servers, media] = await Promise.all([rows(db, { text }, server), register.list()])
      return { servers, media }
    },
    'nodes.drain': async ({ params: { node }, body: { draining, within = usualDrain } }, call) => {
      await register.drain(node, draining ? within : null)
      await noteDrain(db, { node, draining, by: accountOf(call).name })
      return {}
    },
    'nodes.remove': async ({ params: { node } }) => {
      await register.remove(node)
      return {}
    },
  }
}
