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

/** The shape of every id that an sfu is told. Who issues them, and their brands, is not its business. */
const id = z.string().regex(/^[\w.:@-]{1,100}$/)

const record = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const opaque = <T>() => z.custom<T>(record, 'expected an object')

export const ids = {
  room: id,
  participant: id,
  session: id,
  source: id,
  consumer: id,
  transport: id,
  node: id,
  incarnation: id,
}

/** One stay of one participant in one room: the owner of transports, sources and consumers. */
export const seat = z.object({ room: id, participant: id, session: id })
export type Seat = z.infer<typeof seat>

export const sourceKind = z.enum(['camera', 'microphone', 'screen', 'screenAudio'])
export type SourceKind = z.infer<typeof sourceKind>

export const mediaKindOf = (kind: SourceKind): 'audio' | 'video' =>
  kind === 'camera' || kind === 'screen' ? 'video' : 'audio'

export const rtpCapabilities = opaque<RtpCapabilities>()
export const rtpParameters = opaque<RtpParameters>()
export const dtlsParameters = opaque<DtlsParameters>()
export const iceParameters = opaque<IceParameters>()
export type { DtlsParameters, IceParameters, RtpCapabilities, RtpParameters }

/** What a client needs to make its end of a transport. */
export const transportParameters = z.object({
  id,
  iceParameters,
  iceCandidates: z.array(opaque<IceCandidate>()),
  dtlsParameters,
})
export type TransportParameters = z.infer<typeof transportParameters>

/** A source on its way to one participant. It is born paused; `resume` lets it flow. */
export const consumer = z.object({
  id,
  source: id,
  participant: id,
  kind: sourceKind,
  rtpParameters,
})
export type Consumer = z.infer<typeof consumer>

/** Where something lives: the worker's incarnation, so that its death names exactly what is gone. */
export const place = z.object({ node: id, incarnation: id })
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
  'unknown',
] as const
/** A reason this end has never heard of is `unknown`, so that a newer sfu is still understood. */
export const closeReason = z.enum(closeReasons).catch('unknown')
export type CloseReason = z.infer<typeof closeReason>
