import type { Translation } from '../message.ts'
import type { away as source } from '../en/away.ts'

export const away: Translation<typeof source> = {
  go: 'Ich bin kurz weg',
  goHint: 'Schließt Mikrofon und Kamera',
  return: 'Ich bin wieder da',
  shown: 'Sie werden als abwesend angezeigt.',
  word: 'abwesend',
}
