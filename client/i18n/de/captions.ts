// German texts of captions.
import type { Translation } from '../message.ts'
import type { captions as source } from '../en/captions.ts'

export const captions: Translation<typeof source> = {
  captions: 'Untertitel',
  menu: 'Untertitel …',
  about:
    'Das Gesagte zum Mitlesen, wenn jemand oder ein Dienst es mitschreibt. Diese Einstellungen gelten nur für Sie.',
  show: 'Untertitel zeigen',
  size: 'Größe',
  size_small: 'Klein',
  size_medium: 'Mittel',
  size_large: 'Groß',
  size_huge: 'Sehr groß',
  contrast: 'Kontrast',
  contrast_dark: 'Weiß auf Schwarz',
  contrast_light: 'Schwarz auf Weiß',
  contrast_yellow: 'Gelb auf Schwarz',
  none: 'Gerade schreibt niemand Untertitel.',
  line: 'Eine Zeile Untertitel',
  send: 'Zeigen',
  write: 'Untertitel schreiben',
  mayWrite: 'Darf Untertitel schreiben',
  mayNow: 'Sie dürfen Untertitel schreiben: Mehr › Untertitel schreiben.',
  stop: 'Keine Untertitel mehr schreiben',
}
