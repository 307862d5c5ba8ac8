// Why picture or sound is not as it should be, in one reason a person can act on. Pure.
import type { ConnectionWord } from '../../classroom/connectionWord.ts'
import type { Figures } from './figures.ts'

export const reasons = [
  /** Nothing goes through just now. */
  'away',
  /** What others send gets lost on its way here. */
  'lossReceiving',
  /** What one sends gets lost. */
  'lossSending',
  /** The line takes less than one wants to send. */
  'narrow',
  /** Everything comes late. */
  'delay',
  /** It comes unevenly. */
  'uneven',
  /** The computer is too slow to make the pictures. */
  'cpu',
  /** UDP is blocked: it works, but stumbles sooner. */
  'tcp',
  /** The server says it is bad, and nothing here says why. */
  'unknown',
  'good',
] as const
export type Reason = (typeof reasons)[number]

/** From here on it is heard or seen. */
const limits = { loss: 0.05, roundTripMs: 400, jitterMs: 60, kilobits: 300 }

const over = (value: number | null, limit: number): boolean => value !== null && value > limit

export function reasonFor(word: ConnectionWord, figures: Figures | null): Reason {
  if (word === 'back' || word === 'lost') return 'away'
  if (figures === null) return word === 'good' ? 'good' : 'unknown'
  if (over(figures.lossReceiving, limits.loss)) return 'lossReceiving'
  if (over(figures.lossSending, limits.loss)) return 'lossSending'
  const sends = figures.sources.some(
    ({ direction, kind }) => direction === 'send' && kind === 'video',
  )
  const { availableKilobits } = figures
  if (sends && availableKilobits !== null && availableKilobits < limits.kilobits) return 'narrow'
  if (over(figures.roundTripMs, limits.roundTripMs)) return 'delay'
  if (over(figures.jitterMs, limits.jitterMs)) return 'uneven'
  if (figures.limitedByCpu) return 'cpu'
  if (word === 'poor' || word === 'fair') return 'unknown'
  return figures.protocol === 'tcp' ? 'tcp' : 'good'
}
