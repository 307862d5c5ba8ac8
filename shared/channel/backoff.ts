// How long to wait before dialling again: doubling with a ceiling, and half of it by lot, so that
// many servers do not come back to one node in step. Pure: the lot is given.
const firstMs = 100
const mostMs = 3_000

export function backoffMs(attempt: number, lot: number): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 16))
  return Math.round(ceiling / 2 + (ceiling / 2) * lot)
}
