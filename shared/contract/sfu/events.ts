// What an sfu tells every server that is connected to it. Past tense, no answer expected. Events may
// be lost with a connection: `report` repeats the actual state, so that nothing depends on one.
import { z } from 'zod'
import { circle, closeReason, ids, place, seat, sourceKind } from './media.ts'
import { demanded, unpiped } from './pipes.ts'
import { actualTap, tapClosed } from './taps.ts'
import { layer, plain } from './wish.ts'

const ratio = z.number()

const workerLoad = z.object({
  incarnation: ids.incarnation,
  cpu: ratio,
  rooms: z.number(),
  transports: z.number(),
  producers: z.number(),
  consumers: z.number(),
  /** Older nodes do not say. */
  packetsOutPerSecond: z.number().default(0),
  bitsInPerSecond: z.number(),
  bitsOutPerSecond: z.number(),
})
export type WorkerLoad = z.infer<typeof workerLoad>

const actualSource = z.object({
  source: ids.source,
  kind: sourceKind,
  paused: z.boolean(),
  confirmed: z.boolean(),
  /** As it was last ordered; older nodes do not say. */
  always: z.boolean().optional(),
  circle: circle.optional(),
})
const actualPeer = z.object({
  participant: ids.participant,
  session: ids.session,
  connected: z.boolean(),
  /** For how long it has this seat, in ms; older nodes do not say. */
  age: z.number().optional(),
  /** As of which fact it may receive what it receives; null when it receives nothing. */
  seesAsOf: z.number().nullable(),
  sources: z.array(actualSource),
})
/** A source that came here through a pipe. */
const pipedSource = actualSource.extend({ participant: ids.participant, from: place })
const actualRoom = z.object({
  room: ids.room,
  incarnation: ids.incarnation,
  peers: z.array(actualPeer),
  /** Reports of older nodes have none of these. */
  pipedIn: z.array(pipedSource).default([]),
  pipedOut: z.array(z.object({ source: ids.source, to: place })).default([]),
  /** For how long nothing passed this end of each pipe that begins or ends here, in ms. */
  pipes: z.array(z.object({ from: place, to: place, idleMs: z.number() })).default([]),
  taps: z.array(actualTap).optional(),
})
export type ActualRoom = z.infer<typeof actualRoom>

/** Every 2 s: how loaded the node is, and everything that is really there. */
const report = z.object({
  node: ids.node,
  /** Reports of older nodes have none. */
  version: z.string().nullable().default(null),
  draining: z.boolean(),
  /** Asked to stop, it waits so long for its people to be moved, in ms; null otherwise. */
  stopsIn: z.number().nullable().default(null),
  workers: z.array(workerLoad),
  rooms: z.array(actualRoom),
})
export type NodeReport = z.infer<typeof report>

/** Of one part of a room. At most 5 a second, only while somebody is heard. Levels are 0 (silent) to 1 (loud). */
const speakers = z.object({
  room: ids.room,
  /** Older nodes do not say it. */
  incarnation: ids.incarnation.optional(),
  active: ids.participant.nullable(),
  levels: z.array(z.object({ participant: ids.participant, source: ids.source, level: ratio })),
})

/** At most one per 2 s and room, only who changed. 0 is lost, 1 is perfect, null is "sends nothing". */
const quality = z.object({
  room: ids.room,
  peers: z.array(
    z.object({
      participant: ids.participant,
      session: ids.session,
      send: ratio.nullable(),
      receive: ratio.nullable(),
    }),
  ),
})

export const sfuEvents = {
  report,
  speakers,
  quality,
  /** The source and all its consumers are gone. */
  sourceClosed: seat.extend({
    ...place.shape,
    source: ids.source,
    kind: sourceKind,
    reason: closeReason,
  }),
  /** No media path to this seat any more. It may come back by `restartIce`, or must join again. */
  peerLost: seat.extend({ cause: z.string() }),
  peerReturned: seat,
  /** The highest layer that anybody takes of it; told again with each report until it is sent like that. */
  demanded: seat.extend({ source: ids.source, layer, plain }),
  /** What a seat would get on a better link; told again with each report while there is any. */
  starved: seat.extend({ sources: z.array(ids.source) }),
  unpiped,
  /** Told again with each report. */
  pipeDemanded: demanded,
  tapClosed,
  /** Everything that named this incarnation is gone; those rooms join again. */
  workerDied: place.extend({ rooms: z.array(ids.room) }),
}

export type SfuEventName = keyof typeof sfuEvents
export type SfuEvents = { [N in SfuEventName]: z.infer<(typeof sfuEvents)[N]> }

export const isSfuEvent = (name: string): name is SfuEventName => Object.hasOwn(sfuEvents, name)
