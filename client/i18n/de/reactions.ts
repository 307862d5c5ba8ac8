import type { Translation } from '../message.ts'
import type { reactions as source } from '../en/reactions.ts'

export const reactions: Translation<typeof source> = {
  react: 'Reagieren',
  set: 'Reaktionen',
  thumbsUp: 'Daumen hoch',
  applause: 'Applaus',
  heart: 'Herz',
  laughter: 'Lachen',
  wonder: 'Staunen',
  party: 'Hurra',
  heard: { one: '{count} Reaktion: {which}', other: '{count} Reaktionen: {which}' },
  forbidden: 'Reaktionen sind für Lernende ausgeschaltet',
  takenFromYou: 'Die Leitung hat Reaktionen für Sie ausgeschaltet',
  notLive: 'Der Unterricht hat noch nicht begonnen',
  pace: 'Das Tempo',
  paceText:
    'Die Leitung sieht, wie viele, nicht wer. Es gilt zwei Minuten; noch einmal drücken nimmt es zurück.',
  say_slower: 'Langsamer',
  say_faster: 'Schneller',
  say_lost: 'Abgehängt',
  gauge_slower: 'Langsamer',
  gauge_faster: 'Schneller',
  gauge_lost: 'Abgehängt',
  paceSays: 'Das Tempo: {words}',
}
