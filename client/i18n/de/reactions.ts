import type { Translation } from '../message.ts'
import type { reactions as source } from '../en/reactions.ts'

export const reactions: Translation<typeof source> = {
  react: 'Reagieren',
  thumbsUp: 'Daumen hoch',
  applause: 'Applaus',
  heart: 'Herz',
  laughter: 'Lachen',
  wonder: 'Staunen',
  party: 'Hurra',
  heard: { one: '{count} Reaktion: {which}', other: '{count} Reaktionen: {which}' },
  forbidden: 'Reaktionen sind für Lernende ausgeschaltet',
  takenFromYou: 'Die Leitung hat Reaktionen für Sie ausgeschaltet',
  pace: 'Das Tempo',
  paceText:
    'Die Leitung sieht zwei Minuten lang, wie viele, nicht wer. Noch einmal drücken nimmt es zurück.',
  say_slower: 'Langsamer',
  say_faster: 'Schneller',
  say_lost: 'Abgehängt',
  isLost: 'Abgehängt',
  paceSays: 'Das Tempo: {words}',
}
