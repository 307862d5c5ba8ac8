// The life of a connection as its user sees it.
import type { Refusal } from '../../shared/errors.ts'

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | {
      readonly kind: 'reconnecting'
      /** Attempts that failed since it was last open. */
      readonly failures: number
      /** Local ms since 1970 of the next attempt; null while one is under way. */
      readonly nextAt: number | null
      readonly why: Refusal | null
    }
  /** It stays closed: by its user (`reason` null) or by the server. */
  | { readonly kind: 'closed'; readonly reason: Refusal | null }

/** Refusals that a fresh token cures. */
export function wantsToken(refusal: Refusal): boolean {
  return refusal.code === 'expired' || refusal.code === 'unauthenticated'
}

/** Refusals that trying again, as it is, may cure. */
export function mayPass(refusal: Refusal): boolean {
  return (
    refusal.retryAfter !== undefined ||
    ['unavailable', 'draining', 'rateLimited', 'internal', 'full', 'unreadable'].includes(
      refusal.code,
    )
  )
}
