// A failure in the reader's own language: by its reason where that says more than its code.
import { isRefusal, LyceumError, type Refusal } from '../../shared/errors.ts'
import { t } from '../i18n/i18n.svelte.ts'
import { dayAndClock } from '../i18n/time.ts'

export function refusalOf(error: unknown): Refusal {
  if (error instanceof LyceumError) return error.refusal
  if (typeof error === 'object' && error !== null && isRefusal(error)) return error
  return { code: 'internal', message: '' }
}

const reasons: ReadonlyMap<string, () => string> = new Map([
  ['left', () => t('ui.because_left')],
  ['too-many', () => t('ui.because_tooMany')],
  ['disabled', () => t('ui.because_disabled')],
  ['not-invited', () => t('ui.because_notInvited')],
])

export function explain(error: unknown): string {
  const refusal = refusalOf(error)
  const { code, reason = '' } = refusal
  return orderly(refusal) ?? reasons.get(reason)?.() ?? t(`ui.error_${code}`)
}

/** What staff decided about somebody, with the reason they gave. */
function orderly({ reason, until, words, retryAfter }: Refusal): string | null {
  const because = words === undefined ? '' : ` ${t('order.because', { reason: words })}`
  switch (reason) {
    case 'banned':
      return until === undefined
        ? t('order.bannedText') + because
        : t('order.bannedUntil', { time: dayAndClock(until) }) + because
    case 'removed':
      return t('order.removedText') + because
    case 'refused':
      return t('order.refusedText') + because
    case 'slow-mode':
      return t('order.slowWait', { seconds: Math.ceil((retryAfter ?? 0) / 1_000) })
    case 'staff':
      return t('order.unlessStaff')
    case 'full':
      return t('order.noPlace')
    default:
      return null
  }
}

/** The heading of a refusal that is about oneself; null for any other. */
export function farewellTitle({ reason }: Refusal): string | null {
  if (reason === 'banned') return t('order.bannedTitle')
  if (reason === 'removed') return t('order.removedTitle')
  return reason === 'refused' ? t('order.refusedTitle') : null
}

export function isOffline(error: unknown): boolean {
  return refusalOf(error).reason === 'offline'
}
