// Which pages may call: our own origin only. Cookies are sent along by browsers whoever asks, so a call
// that changes something must come from our page, and in a way that no foreign form can send.
import type { IncomingHttpHeaders } from 'node:http'
import { LyceumError } from '../../shared/errors.ts'

export type OriginCheck = (origin: string | undefined) => boolean

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** On one machine the page may be opened under any name of that machine. */
export function originCheck(publicUrl: string): OriginCheck {
  const own = new URL(publicUrl)
  return (origin) => {
    if (origin === undefined || !URL.canParse(origin)) return false
    const other = new URL(origin)
    if (other.origin === own.origin) return true
    return (
      loopback.has(own.hostname) &&
      loopback.has(other.hostname) &&
      own.port === other.port &&
      own.protocol === other.protocol
    )
  }
}

/** Throws when a call that changes something may come from another site. */
export function assertOwnPage(headers: IncomingHttpHeaders, isOwn: OriginCheck): void {
  const foreign =
    (headers.origin !== undefined && !isOwn(headers.origin)) ||
    headers['sec-fetch-site'] === 'cross-site'
  const deliberate =
    headers['x-lyceum'] === '1' || /^application\/json\b/i.test(headers['content-type'] ?? '')
  if (foreign || !deliberate) {
    throw new LyceumError('forbidden', 'This call must come from a page of this site.', {
      reason: 'foreign-origin',
    })
  }
}
