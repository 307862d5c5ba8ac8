// The vocabulary of media as servers and sfus speak it: ids, sources, transports, consumers.
// It knows no room rules and no wire format; RTP parameters stay opaque, mediasoup checks them.
import { z } from 'zod'
import type {
  DtlsParameters,
  IceCandidate,
  IceParameters,
  RtpCapabilities,
  RtpParameters,
} from 'mediasoup-client/types'
import { isId, type Id } from '../../ids.ts'
import { sourceKind, type SourceKind } from '../sources.ts'

/** Names that no Lyceum id covers: a node's name, mediasoup's own ids. */
const name = z.string().regex(/^[\w.:@-]{1,100}$/)

const id = <Kind extends string>() =>
  z.custom<Id<Kind>>(isId, 'expected an id').meta({ type: 'string', format: 'uuid' })

const record = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const opaque = <T>() =>
  z.custom<T>(record, 'expected an object').meta({ description: 'an object of mediasoup-client' })

export const ids = {
  room: id<'room'>(),
  participant: id<'participant'>(),
  session: id<'session'>(),
  source: id<'source'>(),
  incarnation: id<'incarnation'>(),
  node: name,
  transport: name,
  consumer: name,
}

/** One stay of one participant in one room: the owner of transports, sources and consumers. */
export const seat = z.object({
  room: ids.room,
  participant: ids.participant,
  session: ids.session,
})
export type Seat = z.infer<typeof seat>

export { sourceKind, type SourceKind }

/** A name for people who hear each other: of the class, or of a breakout room. */
export const circle = z.string().min(1).max(64)

export const mediaKindOf = (kind: SourceKind): 'audio' | 'video' =>
  kind === 'microphone' || kind === 'screenAudio' ? 'audio' : 'video'

/** Browsers list some dozens of each. An sfu goes through all of them for each source that somebody watches. */
const listed = z.array(z.unknown()).max(128).optional()
const capable = z.looseObject({ codecs: listed, headerExtensions: listed })
export const rtpCapabilities = z
  .custom<RtpCapabilities>((value) => capable.safeParse(value).success, 'expected RTP capabilities')
  .meta({ description: 'an object of mediasoup-client' })

/** More layers than anybody sends; each costs a media worker something for everybody who watches. */
const mostEncodings = 8
/** Of one stream no more than four sizes, each at no more than four rates (WebRTC-SVC; mediasoup counts each). */
const encoding = z.looseObject({
  scalabilityMode: z
    .string()
    .regex(/^[LS][1-4]T[1-4](h|_KEY|_KEY_SHIFT)?$/)
    .optional(),
})
const sendable = z.looseObject({
  codecs: z
    .array(z.looseObject({ mimeType: z.string() }))
    .min(1)
    .max(32),
  encodings: z.array(encoding).max(mostEncodings).optional(),
  headerExtensions: listed,
})
export const rtpParameters = z.custom<RtpParameters>(
  (value) => sendable.safeParse(value).success,
  'expected RTP parameters',
)
export const dtlsParameters = opaque<DtlsParameters>()
export const iceParameters = opaque<IceParameters>()
export type { DtlsParameters, IceParameters, RtpCapabilities, RtpParameters }

/** What a client needs to make its end of a transport. */
export const transportParameters = z.object({
  id: ids.transport,
  iceParameters,
  iceCandidates: z.array(opaque<IceCandidate>()),
  dtlsParameters,
})
export type TransportParameters = z.infer<typeof transportParameters>

/** A source on its way to one participant. It is born paused; `resume` lets it flow. */
export const consumer = z.object({
  id: ids.consumer,
  source: ids.source,
  participant: ids.participant,
  kind: sourceKind,
  rtpParameters,
})
export type Consumer = z.infer<typeof consumer>

/** Where something lives: the worker's incarnation, so that its death names exactly what is gone. */
export const place = z.object({ node: ids.node, incarnation: ids.incarnation })
export type Place = z.infer<typeof place>

export const closeReasons = [
  'unconfirmed',
  'unwanted',
  'left',
  'replaced',
  'lost',
  'roomClosed',
  'workerDied',
  'failed',
  'shutdown',
  'unwatched',
  /** It sent far more than its kind may. */
  'excess',
  'unknown',
] as const
/** A reason this end has never heard of is `unknown`, so that a newer sfu is still understood. */
export const closeReason = z.enum(closeReasons).catch('unknown')
export type CloseReason = z.infer<typeof closeReason>
