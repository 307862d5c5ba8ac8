// How messages of STUN (RFC 8489) are written, which ICE and TURN speak. For tests and benches.
import { createHmac, randomBytes } from 'node:crypto'

export const cookie = 0x2112a442
export const headerBytes = 20
/** The attribute that says who asks. */
export const usernameType = 0x0006
const integrity = 0x0008
/** Of the attribute that signs: its head and an HMAC. */
const integrityBytes = 24

export function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4)
  padded.writeUInt16BE(type, 0)
  padded.writeUInt16BE(value.length, 2)
  value.copy(padded, 4)
  return padded
}

export interface Signing {
  readonly key: Buffer | string
  /** The message's own number, of 12 bytes, where it is not any. */
  readonly transaction?: Buffer
}

/** The signature counts itself in the length, and signs all before it. */
export function message(type: number, parts: readonly Buffer[], signing: Signing | null): Buffer {
  const body = Buffer.concat(parts)
  const header = Buffer.alloc(headerBytes)
  header.writeUInt16BE(type, 0)
  header.writeUInt16BE(body.length + (signing === null ? 0 : integrityBytes), 2)
  header.writeUInt32BE(cookie, 4)
  const transaction = signing?.transaction ?? randomBytes(12)
  transaction.copy(header, 8)
  const unsigned = Buffer.concat([header, body])
  if (signing === null) return unsigned
  const digest = createHmac('sha1', signing.key).update(unsigned).digest()
  return Buffer.concat([unsigned, attribute(integrity, digest)])
}
