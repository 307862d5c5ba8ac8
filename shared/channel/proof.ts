// How the ends of a channel show each other that they know the cluster's secret.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { proofText, type HandshakeEnds, type Kind } from './frames.ts'

export const newNonce = (): string => randomBytes(32).toString('base64url')

/** What each end signs of a handshake with a node of that kind. */
export function proofsOf(kind: Kind, secret: string, ends: HandshakeEnds) {
  const sign = (side: 'server' | Kind): string =>
    createHmac('sha256', secret)
      .update(proofText(kind, side, ends))
      .digest('base64url')
  return { server: sign('server'), node: sign(kind) }
}

export function isProof(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
