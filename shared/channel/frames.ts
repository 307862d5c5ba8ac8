// The control channel itself: one WebSocket that a server dials, JSON text frames, a handshake in
// which both ends prove that they know the cluster's secret, then requests, answers and events.
// Unknown fields are dropped, unknown frames ignored, unknown requests refused: ends of different age work.
import { z } from 'zod'
import type { NodeContract } from '../contract/nodeContract.ts'
import { ids } from '../contract/sfu/media.ts'
import { errorCodes, type ErrorCode } from '../errorCodes.ts'

export const handshakeLimitMs = 5_000

const nonce = z.string().regex(/^[\w-]{32,64}$/)
const proof = z.string().regex(/^[\w-]{43}$/)

/** 1. server → node */
export const hello = z.object({
  type: z.literal('hello'),
  versions: z.array(z.number().int()).max(16),
  node: ids.node,
  nonce,
})
/** 2. node → server, already proving itself */
export const challenge = z.object({
  type: z.literal('challenge'),
  version: z.number().int(),
  node: ids.node,
  nonce,
  proof,
})
/** 3. server → node */
export const response = z.object({ type: z.literal('response'), proof })
/** 4. node → server: from here on requests and events flow. `incarnations` are what runs there now. */
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

/** How a channel was ended by the node: WebSocket close codes. */
export const closeCodes = { refused: 4401, version: 4426, shutdown: 4503 }

export type Kind = NodeContract['name']
export interface HandshakeEnds {
  readonly server: string
  readonly node: string
  readonly serverNonce: string
  readonly nodeNonce: string
  readonly version: number
}

/**
 * The text that an end signs (HMAC-SHA256, base64url). The side in it makes reflected proofs worthless, and the
 * kind of node proofs for another one.
 */
export const proofText = (kind: Kind, side: 'server' | Kind, ends: HandshakeEnds): string =>
  JSON.stringify([
    `lyceum ${kind} control`,
    side,
    ends.version,
    ends.server,
    ends.node,
    ends.serverNonce,
    ends.nodeNonce,
  ])
