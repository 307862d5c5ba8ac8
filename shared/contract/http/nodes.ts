// The nodes of the installation, for its operators: who is there, what they carry, and which of them drain.
import { z } from 'zod'
import { lossCause } from './decisions.ts'
import { route } from './define.ts'
import { empty, room } from './entities.ts'

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
  /** Each once in a class, however many devices they have there. */
  people: z.int(),
  rooms: z.int(),
  /** It was asked to stop where it runs, and waits for its people to be moved. */
  stopping: z.boolean().default(false),
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
  /** It drains and carries nothing any more, and nobody is on their way to it: it may be stopped. */
  empty: z.boolean(),
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

const people = z.int()

/** What became of a media node, as operators read it. */
const nodeEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lost'), why: lossCause, people }),
  z.object({ kind: z.literal('drained'), within: z.int(), people }),
  z.object({ kind: z.literal('undrained'), people }),
  /** It was lost, and servers hear it again. */
  z.object({ kind: z.literal('returned') }),
  /** Its drain is over: it carries nothing any more. */
  z.object({ kind: z.literal('emptied') }),
  z.object({ kind: z.literal('forgotten') }),
])
export type NodeEvent = z.output<typeof nodeEvent>

/** Of the people of one class: to which node they went, and the first of their names. */
const wentTo = z.object({
  room,
  title: z.string().nullable(),
  to: nodeName,
  people,
  names: z.array(z.string()),
})

export const notedEvent = z.object({
  id: z.int(),
  at: z.number(),
  node: nodeName,
  /** The server that noticed, or who operates. */
  by: z.string(),
  event: nodeEvent,
  went: z.array(wentTo),
})
export type NotedEvent = z.output<typeof notedEvent>

/** A class that has people on a media node. */
export const classThere = z.object({ room, title: z.string().nullable(), people })
export type ClassThere = z.output<typeof classThere>

const which = z.object({ node: nodeName })

export const nodesRoutes = {
  'nodes.list': route({
    method: 'GET',
    path: '/api/nodes',
    summary:
      'Servers that live; media nodes with what they carry, also those that are gone; and what became of them of late: lost, back, drained, empty, who went where.',
    response: z.object({
      servers: z.array(serverEntry),
      media: z.array(mediaNodeEntry),
      /** The newest first. */
      events: z.array(notedEvent),
    }),
    access: { installation: 'operator' },
    rate: 'read',
  }),
  'nodes.get': route({
    method: 'GET',
    path: '/api/nodes/:node',
    summary: 'The classes that have people on a media node, and what became of it of late.',
    params: which,
    response: z.object({
      /** With the most people first. */
      classes: z.array(classThere),
      /** The newest first. */
      events: z.array(notedEvent),
    }),
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
