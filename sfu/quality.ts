// How good a seat's connection is, from mediasoup's scores (0 lost … 10 perfect). Pure.

export interface Quality {
  readonly send: number | null
  readonly receive: number | null
}

export const unknownQuality: Quality = { send: null, receive: null }
export const lostQuality: Quality = { send: 0, receive: 0 }

/** Nothing that comes over a path that holds is lost: a picture that stands still sends nothing either. */
const worst = 0.1
const asRatio = (score: number) => Math.max(worst, Math.round(score) / 10)

/** The worst source counts: it is the one people complain about. Of its encodings, the best. */
export function sendQuality(sources: readonly (readonly { score: number }[])[]): number | null {
  const measured = sources.filter((encodings) => encodings.length > 0)
  if (measured.length === 0) return null
  return asRatio(
    Math.min(...measured.map((encodings) => Math.max(...encodings.map((e) => e.score)))),
  )
}

/** The mean: one bad sender is the sender's quality, not this receiver's. */
export function receiveQuality(scores: readonly number[]): number | null {
  if (scores.length === 0) return null
  return asRatio(scores.reduce((sum, score) => sum + score, 0) / scores.length)
}

export const sameQuality = (a: Quality, b: Quality): boolean =>
  a.send === b.send && a.receive === b.receive
