// What is wrong with a field, in the reader's own language, by the server's code and the field's path. Null
// where no words are known: the server's own then stand.
import type { ErrorCode } from '../../shared/errorCodes.ts'
import { t } from '../i18n/i18n.svelte.ts'
import { passwordMinimum } from './form.ts'

const words = {
  'invalid name': () => t('ui.field_name'),
  'invalid title': () => t('ui.field_title'),
  'invalid login': () => t('ui.field_login'),
  'invalid password': () => t('ui.field_password', { count: passwordMinimum }),
  'invalid next': () => t('ui.field_password', { count: passwordMinimum }),
  'invalid code': () => t('ui.field_code'),
  'invalid start': () => t('ui.field_start'),
  'invalid zone': () => t('ui.field_zone'),
  'invalid duration': () => t('ui.field_duration'),
  'invalid repeat.days': () => t('ui.field_days'),
  'invalid repeat.every': () => t('ui.field_every'),
  'invalid repeat.until': () => t('ui.field_until'),
  'invalid repeat.count': () => t('ui.field_until'),
  'invalid repeat.except': () => t('ui.field_except'),
} as const satisfies Readonly<Record<string, () => string>>

/** A place in a list, such as `repeat.except.3`, is that of the list. */
const fieldOf = (path: string): string =>
  path.replace(/^(body|query|params)\./, '').replace(/(\.\d+)+$/, '')

export function fieldWords(code: ErrorCode, path: string): string | null {
  const key = `${code} ${fieldOf(path)}`
  return key in words ? words[key as keyof typeof words]() : null
}
