// The nodes of the installation, for its operators: who is there, what they carry, and which of them drain.
import { z } from 'zod'
import { route } from './define.ts'
import { empty } from './entities.ts'

const nodeName = z.string().regex(/^[\w.:@-]{1,100}$/)

const mediaWorker = z.object({
  /** Share of a core. */
  cpu: z.number(),
  rooms: z.int(),
  transports: z.int(),
  producers: z.int(),
  consumers: z.int(),
  packetsOutPerSecond: z.number().default(0),
  bitsInPerSecond: z.number(),
  bitsOutPerSecond: z.number(),
})

/** What a media node said of itself last. */
export const mediaNodeFacts = z.object({
  version: z.string().nullable(),
  workers: z.array(mediaWorker),
  people: z.int(),
  rooms: z.int(),
})
export type MediaNodeFacts = z.output<typeof mediaNodeFacts>

/** Seconds within which the people of a node are moved, unless it is said otherwise. */
export const usualDrain = 300
export const drainWithin = z.int().min(5).max(86_400)

/** Until when its people are moved to others, in ms since 1970, and how many they were. */
export const drainProgress = z.object({ by: z.number(), people: z.int() })
export type DrainProgress = z.output<typeof drainProgress>

export const mediaNodeEntry = z.object({
  node: nodeName,
  /** By any server, within the last two seconds. */
  heard: z.boolean(),
  /** In ms since 1970. */
  heardAt: z.number(),
  draining: z.boolean(),
  /** Null while it does not drain. */
  drain: drainProgress.nullable(),
  facts: mediaNodeFacts,
})
export type MediaNodeEntry = z.output<typeof mediaNodeEntry>

/** What a server said of itself last. */
export const serverFacts = z.object({
  version: z.string(),
  /** Share of a core. */
  cpu: z.number(),
  /** Classes that are loaded there. */
  rooms: z.int(),
  /** Connections of people. */
  connections: z.int(),
})
export type ServerFacts = z.output<typeof serverFacts>

const serverEntry = z.object({
  node: z.string(),
  startedAt: z.number(),
  /** Servers of older versions say nothing. */
  facts: serverFacts.nullable(),
})
export type ServerEntry = z.output<typeof serverEntry>

const which = z.object({ node: nodeName })

export const nodesRoutes = {
  'nodes.list': route({
    method: 'GET',
    path: '/api/nodes',
    summary: 'Servers that live, and media nodes with what they carry, also those that are gone.',
    response: z.object({ servers: z.array(serverEntry), media: z.array(mediaNodeEntry) }),
    access: { installation: 'operator' },
    rate: 'read',
  }),
  'nodes.drain': route({
    method: 'POST',
    path: '/api/nodes/:node/drain',
    summary:
      'Newcomers go elsewhere while a media node drains, also after it was started anew; who is there is moved to others in small groups, within so many seconds.',
    params: which,
    body: z.object({ draining: z.boolean(), within: drainWithin.optional() }),
    response: empty,
    access: { installation: 'operator' },
    rate: 'write',
  }),
  'nodes.remove': route({
    method: 'DELETE',
    path: '/api/nodes/:node',
    summary: 'Forgets a media node that is gone. Refused with `still-heard` while it is there.',
    params: which,
    response: empty,
    access: { installation: 'operator' },
    rate: 'write',
  }),
}
