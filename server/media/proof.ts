// How this server shows an sfu that it knows the cluster's secret, and how it tells that an sfu does.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { proofText, type HandshakeEnds, type Side } from '../../shared/contract/sfu.ts'

export const newNonce = (): string => randomBytes(32).toString('base64url')

export const prove = (secret: string, side: Side, ends: HandshakeEnds): string =>
  createHmac('sha256', secret).update(proofText(side, ends)).digest('base64url')

export function isProof(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
