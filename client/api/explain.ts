// A failure in the reader's own language. Where the server said something exact about a refusal the
// client knows no better words for, its sentence stands.
import { isRefusal, LyceumError, type Refusal } from '../../shared/errors.ts'
import { t } from '../i18n/i18n.svelte.ts'

export function refusalOf(error: unknown): Refusal {
  if (error instanceof LyceumError) return error.refusal
  if (typeof error === 'object' && error !== null && isRefusal(error)) return error
  return { code: 'internal', message: '' }
}

export function explain(error: unknown): string {
  const { code } = refusalOf(error)
  return t(`ui.error_${code}`)
}

export function isOffline(error: unknown): boolean {
  return refusalOf(error).reason === 'offline'
}
