// Random secrets for cookies, links and codes, and how they are kept: as hashes. Links carry a
// checksum, so that a damaged one can be told from one that never was.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { RoomId } from '../../shared/ids.ts'

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Knows a browser again in one room, and says nothing of it in any other. */
export function deviceMark(device: string, room: RoomId): string {
  return createHash('sha256').update(`device ${room} ${device}`).digest('base64url').slice(0, 22)
}

const body = 26
const checksum = 4
const linkLength = ((body + checksum) * 4) / 3

function checksumOf(bytes: Buffer): Buffer {
  return createHash('sha256').update('lyceum link').update(bytes).digest().subarray(0, checksum)
}

/** A secret for a link: 208 random bits and a checksum. */
export function newLinkSecret(): string {
  const bytes = randomBytes(body)
  return Buffer.concat([bytes, checksumOf(bytes)]).toString('base64url')
}

/** False when the text was cut or changed on its way. */
export function isWholeLink(secret: string): boolean {
  if (secret.length !== linkLength || !/^[\w-]+$/.test(secret)) return false
  const bytes = Buffer.from(secret, 'base64url')
  return timingSafeEqual(checksumOf(bytes.subarray(0, body)), bytes.subarray(body))
}

// Crockford's alphabet: no letter that can be taken for a digit.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Twelve characters to type from a terminal, such as `7K2M-9QXA-R04T`. */
export function newCode(): string {
  const letters = [...randomBytes(12)].map((byte) => alphabet[byte % 32])
  return [0, 4, 8].map((from) => letters.slice(from, from + 4).join('')).join('-')
}

/** Forgives case, spaces, missing dashes, and letters that look like digits. */
export function readCode(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
  return [0, 4, 8].map((from) => letters.slice(from, from + 4)).join('-') + letters.slice(12)
}
