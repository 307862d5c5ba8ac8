// Text between the nodes of a cluster, signed with its secret, because whoever reaches the channel could
// write to it. A seal is for one purpose: what was sealed for another does not open.
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface Seal {
  close(payload: string): string
  /** Null for what this cluster did not seal for this purpose. */
  open(text: string): string | null
}

/** Sealed text is signature + payload. */
export function sealFor(purpose: string, secret: string): Seal {
  const sign = (payload: string) =>
    createHmac('sha256', secret).update(`${purpose}\n`).update(payload).digest('base64url')
  const signatureLength = sign('').length
  return {
    close: (payload) => sign(payload) + payload,
    open(text) {
      const payload = text.slice(signatureLength)
      const claimed = Buffer.from(text.slice(0, signatureLength))
      const expected = Buffer.from(sign(payload))
      if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) return null
      return payload
    },
  }
}
