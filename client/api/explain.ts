// A failure in the reader's own language: by its reason where that says more than its code.
import { isRefusal, LyceumError, type Refusal } from '../../shared/errors.ts'
import { t } from '../i18n/i18n.svelte.ts'

export function refusalOf(error: unknown): Refusal {
  if (error instanceof LyceumError) return error.refusal
  if (typeof error === 'object' && error !== null && isRefusal(error)) return error
  return { code: 'internal', message: '' }
}

const reasons: ReadonlyMap<string, () => string> = new Map([
  ['left', () => t('ui.because_left')],
  ['disabled', () => t('ui.because_disabled')],
  ['not-invited', () => t('ui.because_notInvited')],
])

export function explain(error: unknown): string {
  const { code, reason = '' } = refusalOf(error)
  return reasons.get(reason)?.() ?? t(`ui.error_${code}`)
}

export function isOffline(error: unknown): boolean {
  return refusalOf(error).reason === 'offline'
}
