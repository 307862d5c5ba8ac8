// What a server may ask of an sfu: one table of name, input, output and time limit. The types of both
// ends, their checks and the fuzz tests come from it. Every id in an input is checked by the sfu.
import { z } from 'zod'
import {
  circle,
  consumer,
  dtlsParameters,
  iceParameters,
  ids,
  place,
  rtpCapabilities,
  rtpParameters,
  seat,
  sourceKind,
  transportParameters,
} from './media.ts'
import * as pipes from './pipes.ts'
import { tapRequests } from './taps.ts'
import { heights, look, plain } from './wish.ts'

const nothing = z.object({})
const sources = z.array(ids.source).max(1_000)
const looks = z.array(look).max(1_000).optional()
/** The number of the last fact that an order or a wish took into account. */
const seq = z.number().int().nonnegative()

/**
 * A consumer for each wished source that had none; `missing` are wished but not on this node,
 * `unplayable` have no codec that this client can receive.
 */
const watched = z.object({
  consumers: z.array(consumer),
  removed: z.array(ids.consumer),
  missing: z.array(ids.source),
  unplayable: z.array(ids.source),
})

/** A wish names what somebody may receive as of `seq`. */
const joinInput = seat.extend({
  rtpCapabilities,
  seq,
  wish: sources,
  looks,
  /** The seat ends by itself after so long, also when the server that asked for it is gone. */
  lastsMs: z.number().int().positive().max(3_600_000).optional(),
})
const joinOutput = watched.omit({ removed: true }).extend({
  ...place.shape,
  rtpCapabilities,
  send: transportParameters,
  receive: transportParameters,
  /** Here, as far as this node knows: whatever one publishes. */
  plain,
})

const publishInput = seat.extend({
  transport: ids.transport,
  source: ids.source,
  kind: sourceKind,
  rtpParameters,
  paused: z.boolean(),
  heights: heights.optional(),
})

const wantedSource = z.object({
  source: ids.source,
  paused: z.boolean(),
  /** False: in a large class a voice is sent only while it is among the loudest. */
  always: z.boolean().optional(),
  circle: circle.optional(),
})
/** The whole wanted state of a participant as of `seq`: what is not listed and was confirmed, closes. */
const wantInput = z.object({
  room: ids.room,
  participant: ids.participant,
  seq,
  sources: z.array(wantedSource).max(64),
})
/** `applied` is false when a newer order was seen; `actual` is what is enforced now, either way. */
const wantOutput = z.object({
  applied: z.boolean(),
  actual: z.array(z.object({ source: ids.source, paused: z.boolean() })),
})

/** People who may not receive some sources as of `seq`, whatever they wished before. */
const hideInput = z.object({
  room: ids.room,
  seq,
  participants: z.array(ids.participant).min(1).max(5_000),
  sources,
})

/** Plays a file of the node's folder in a loop, as if the seat published it. `leave` stops it. */
const playInput = seat.extend({
  file: z.string().regex(/^[\w-]{1,80}\.webm$/),
  camera: ids.source,
  microphone: ids.source,
})

const transportStats = z.object({
  direction: z.enum(['send', 'receive']),
  ice: z.string(),
  dtls: z.string(),
  protocol: z.string().nullable(),
  bitsInPerSecond: z.number(),
  bitsOutPerSecond: z.number(),
})
const streamStats = z.object({
  source: ids.source,
  kind: sourceKind,
  paused: z.boolean(),
  bitsPerSecond: z.number(),
  packetsLost: z.number(),
  score: z.number(),
})
const statsOutput = z.object({
  peers: z.array(
    z.object({
      participant: ids.participant,
      session: ids.session,
      transports: z.array(transportStats),
      sends: z.array(streamStats),
      receives: z.array(streamStats),
    }),
  ),
})

const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O, seconds = 4) => ({
  input,
  output,
  timeLimitMs: seconds * 1_000,
})

export const sfuRequests = {
  /** Asked through another server by one that was refused: whether the node is there at all. */
  ping: request(nothing, nothing),
  /** Everything a client needs, in one round trip. A seat that joins again starts anew. */
  join: request(joinInput, joinOutput, 6),
  connect: request(seat.extend({ transport: ids.transport, dtlsParameters }), nothing),
  publish: request(publishInput, place.extend({ source: ids.source, paused: z.boolean() })),
  watch: request(seat.extend({ seq, wish: sources, looks }), watched),
  resume: request(seat.extend({ consumers: z.array(ids.consumer).max(1_000) }), nothing),
  restartIce: request(seat.extend({ transport: ids.transport }), z.object({ iceParameters })),
  want: request(wantInput, wantOutput),
  /** A source whose fact was refused closes at once; one that an order has confirmed stays. */
  withdraw: request(seat.extend({ source: ids.source }), nothing),
  /** Ends what is watched; the next `watch` of each of them names it among the removed. */
  hide: request(hideInput, nothing),
  /** Without `session`, every stay of the participant ends. Leaving twice is fine. */
  leave: request(seat.partial({ session: true }), nothing),
  closeRoom: request(z.object({ room: ids.room }), nothing),
  play: request(playInput, place, 8),
  'pipe.open': request(pipes.openInput, pipes.openOutput),
  'pipe.offer': request(pipes.offerInput, pipes.offerOutput),
  'pipe.take': request(pipes.takeInput, nothing),
  'pipe.close': request(pipes.closeInput, nothing),
  'pipe.demand': request(pipes.demanded, nothing),
  ...tapRequests,
  stats: request(
    z.object({ room: ids.room, participant: ids.participant.optional() }),
    statsOutput,
  ),
}

type Requests = typeof sfuRequests
export type SfuRequestName = keyof Requests
export type SfuInput<N extends SfuRequestName> = z.infer<Requests[N]['input']>
export type SfuOutput<N extends SfuRequestName> = z.infer<Requests[N]['output']>
