// The control channel itself: one WebSocket that a server dials, JSON text frames, a handshake in
// which both ends prove that they know the cluster's secret, then requests, answers and events.
// Unknown fields are dropped, unknown frames ignored, unknown requests refused: ends of different age work.
import { z } from 'zod'
import { errorCodes, type ErrorCode } from '../../errorCodes.ts'
import { ids } from './media.ts'

export const sfuProtocol = 1
export const sfuPath = '/control'

/** A report of a full node is by far the largest frame; a request never comes near a mebibyte. */
export const frameLimits = { toSfuBytes: 1 << 20, toServerBytes: 16 << 20 }
export const handshakeLimitMs = 5_000

const nonce = z.string().regex(/^[\w-]{32,64}$/)
const proof = z.string().regex(/^[\w-]{43}$/)

/** 1. server → sfu */
export const hello = z.object({
  type: z.literal('hello'),
  versions: z.array(z.number().int()).max(16),
  node: ids.node,
  nonce,
})
/** 2. sfu → server, already proving itself */
export const challenge = z.object({
  type: z.literal('challenge'),
  version: z.number().int(),
  node: ids.node,
  nonce,
  proof,
})
/** 3. server → sfu */
export const response = z.object({ type: z.literal('response'), proof })
/** 4. sfu → server: from here on requests and events flow. `incarnations` are the workers alive. */
export const ready = z.object({
  type: z.literal('ready'),
  incarnations: z.array(ids.incarnation),
})

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]
export const refusal = z.object({ code: z.enum(codes).catch('internal'), message: z.string() })

const requestId = z.number().int().nonnegative()
export const requestFrame = z.object({
  type: z.literal('request'),
  id: requestId,
  name: z.string().max(40),
  input: z.unknown(),
})
export type RequestFrame = z.infer<typeof requestFrame>
export const answerFrame = z.union([
  z.object({ type: z.literal('answer'), id: requestId, ok: z.literal(true), output: z.unknown() }),
  z.object({ type: z.literal('answer'), id: requestId, ok: z.literal(false), error: refusal }),
])
export const eventFrame = z.object({
  type: z.literal('event'),
  name: z.string(),
  data: z.unknown(),
})

export type EventFrame = z.infer<typeof eventFrame>

/** How a channel was ended by the sfu: WebSocket close codes. */
export const closeCodes = { refused: 4401, version: 4426, shutdown: 4503 }

export type Side = 'server' | 'sfu'
export interface HandshakeEnds {
  readonly server: string
  readonly sfu: string
  readonly serverNonce: string
  readonly sfuNonce: string
  readonly version: number
}

/** The text that an end signs (HMAC-SHA256, base64url). The side in it makes reflected proofs worthless. */
export const proofText = (side: Side, ends: HandshakeEnds): string =>
  JSON.stringify([
    'lyceum sfu control',
    side,
    ends.version,
    ends.server,
    ends.sfu,
    ends.serverNonce,
    ends.sfuNonce,
  ])
