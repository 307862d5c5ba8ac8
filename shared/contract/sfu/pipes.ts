// How a source of one router comes to people on another: the router that wants it opens an end, the one
// that has it offers it there, the first takes the offer. Each step may be repeated, by any server.
import { z } from 'zod'
import { ids, place, rtpParameters, seat, sourceKind } from './media.ts'
import { heights, layer, plain } from './wish.ts'

const { room } = ids

/** One end of a pipe: where it listens, and the keys with which it sends (SRTP). */
export const pipeEnd = z.object({
  ip: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  srtpParameters: z.object({
    cryptoSuite: z.enum([
      'AEAD_AES_256_GCM',
      'AEAD_AES_128_GCM',
      'AES_CM_128_HMAC_SHA1_80',
      'AES_CM_128_HMAC_SHA1_32',
    ]),
    keyBase64: z.base64().max(100),
  }),
})
export type PipeEnd = z.infer<typeof pipeEnd>

/** A source as it comes through a pipe: all its encodings, as they were sent. */
export const offer = z.object({
  source: ids.source,
  kind: sourceKind,
  owner: seat,
  paused: z.boolean(),
  rtpParameters,
  heights: heights.optional(),
})
export type Offer = z.infer<typeof offer>

const sources = z.array(ids.source).max(1_000)

/** Asked of the router that wants. */
export const openInput = z.object({ room, from: place, to: place })
export const openOutput = z.object({ end: pipeEnd })

/** Asked of the router that has. `missing` are not there, or no longer. */
export const offerInput = z.object({ room, from: place, to: place, end: pipeEnd, sources })
export const offerOutput = z.object({ end: pipeEnd, offers: z.array(offer), missing: sources })

/** Asked of the router that wants; `conflict` says: open again. */
export const takeInput = z.object({
  room,
  from: place,
  to: place,
  end: pipeEnd,
  offers: z.array(offer).max(1_000),
})

/** Asked of the router that has: nobody there wants these any more. */
export const closeInput = z.object({ room, from: place, to: place, sources })

/** What came through a pipe and is watched by nobody any more. */
export const unpiped = z.object({ room, from: place, to: place, sources })

/** How much of what comes through a pipe is taken there, the highest layer of each, and whether all can. */
export const demanded = z.object({
  room,
  from: place,
  to: place,
  demands: z.array(z.object({ source: ids.source, layer, plain })).max(1_000),
})
