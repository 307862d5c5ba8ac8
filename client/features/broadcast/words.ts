// What the player says of delays and sizes, in the page's language.
import { currentLocale, t } from '../../i18n/i18n.svelte.ts'
import { elapsed } from '../../i18n/time.ts'
import type { Quality } from './player/engine.ts'

/** With that many digits after the point, also where they are nothing: figures that change keep their width. */
export function figure(value: number, digits: number): string {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return new Intl.NumberFormat(currentLocale(), fraction).format(value)
}

/** In seconds. To a tenth while it is that short, to a second up to a minute, as a clock beyond. */
export function delayWords(delay: number): string {
  if (delay < 10) return t('watching.behind', { seconds: figure(delay, 1) })
  if (delay < 60) return t('watching.behind', { seconds: figure(delay, 0) })
  return t('watching.behindTime', { time: elapsed(delay * 1_000) })
}

export const qualityWords = ({ lines }: Quality): string =>
  lines === 0 ? t('watching.soundOnly') : t('watching.lines', { lines: String(lines) })
