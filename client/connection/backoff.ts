// How long to wait before the next attempt to connect. Full jitter, so that a whole class that lost
// its server at once does not come back at once.

const firstMs = 300
const baseMs = 500
/** A lesson is short: whoever is cut off must not wait long for a server that is back. */
const ceilingMs = 10_000
const askedCeilingMs = 30_000

/** `failures` counts attempts that failed since the connection was last open. */
export function delayBefore(failures: number, random: number): number {
  if (failures <= 0) return Math.round(random * firstMs)
  const ceiling = Math.min(ceilingMs, baseMs * 2 ** Math.min(failures, 10))
  return Math.round(random * ceiling)
}

/** A server that names a time is believed, with a little jitter on top. */
export function delayAsked(retryAfter: number, random: number): number {
  return Math.min(askedCeilingMs, Math.max(0, retryAfter)) + Math.round(random * firstMs)
}
