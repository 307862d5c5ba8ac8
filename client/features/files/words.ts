// What is said of files: their size, and why one was not taken, in the reader's language.
import { explain, refusalOf } from '../../api/explain.ts'
import './texts.ts'
import { currentLocale, t } from '../../i18n/i18n.svelte.ts'

const mega = 1024 * 1024

export function sizeWords(bytes: number): string {
  const [unit, value, digits] =
    bytes < mega
      ? (['kilobyte', bytes / 1024, 0] as const)
      : (['megabyte', bytes / mega, 1] as const)
  const style = {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  } as const
  return new Intl.NumberFormat(currentLocale(), style).format(
    digits === 0 ? Math.ceil(value) : value,
  )
}

export function whyNot(error: unknown, limit: number): string {
  const refusal = refusalOf(error)
  switch (refusal.reason) {
    case 'file-size':
      return t('files.tooLarge', { limit: sizeWords(limit) })
    case 'file-type':
      return t('files.wrongType')
    case 'file-heic':
      return t('files.heic')
    case 'file-empty':
      return t('files.empty')
    case 'file-pixels':
      return t('files.tooManyPixels')
    case 'file-broken':
    case 'file-cut':
      return t('files.broken')
    case 'file-gone':
      return t('files.gone')
    case 'files-own':
    case 'files-room':
    case 'materials-many':
      return t('files.enough')
    case 'files.send':
      return t('files.off')
    default:
      return refusal.code === 'tooLarge'
        ? t('files.tooLarge', { limit: sizeWords(limit) })
        : explain(refusal)
  }
}
