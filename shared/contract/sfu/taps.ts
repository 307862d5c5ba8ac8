// How a source leaves an sfu for a recorder: the sfu offers it, paused, to where the recorder listens; the recorder
// learns what to expect; then the sfu is told to connect, and to begin. Each step may be repeated.
import { z } from 'zod'
import { isId, type TapId } from '../../ids.ts'
import { closeReason, ids, place, rtpParameters, seat, sourceKind } from './media.ts'

const tap = z
  .custom<TapId>(isId, 'expected an id')
  .meta({ type: 'string', format: 'uuid', description: 'drawn by whoever asks for it' })

/** Where a recorder, or an sfu, sends and listens; RTP and RTCP share the port (RFC 5761). */
export const tapEnd = z.object({
  ip: z.union([z.ipv4(), z.ipv6()]),
  port: z.number().int().min(1).max(65_535),
})
export type TapEnd = z.infer<typeof tapEnd>

/** `from` is where the source was published. */
const known = z.object({ room: ids.room, from: place, tap })

/** Nothing is encrypted on the way: `to` is this host, or of a private network. */
const offerInput = known.extend({ source: ids.source, to: tapEnd })

export const tapOffer = z.object({
  tap,
  source: ids.source,
  kind: sourceKind,
  owner: seat,
  /** Nobody may receive it at present, so nothing comes. */
  paused: z.boolean(),
  end: tapEnd,
  /** Of one stream: its highest layer, or all layers of one that are needed for the highest. */
  rtpParameters,
})
export type TapOffer = z.infer<typeof tapOffer>

const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({
  input,
  output,
  timeLimitMs: 4_000,
})
const nothing = z.object({})

export const tapRequests = {
  /** `missing`: it was not published there. `conflict`: this id is another tap's. `forbidden`: a public address. */
  'tap.offer': request(offerInput, tapOffer),
  'tap.connect': request(known, nothing),
  /** Begins with a whole picture. */
  'tap.resume': request(known, nothing),
  /** One that is gone is fine. */
  'tap.close': request(known, nothing),
}

/** It ended with its source or room, or because nobody connected it (`unconfirmed`) or listened to it (`lost`). */
export const tapClosed = z.object({
  room: ids.room,
  ...place.shape,
  tap,
  source: ids.source,
  reason: closeReason,
})

/** As reports tell them. */
export const actualTap = z.object({ tap, source: ids.source })
