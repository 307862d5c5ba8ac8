import type { Translation } from '../message.ts'
import type { bulletin as source } from '../en/bulletin.ts'

export const bulletin: Translation<typeof source> = {
  clock: 'Zeitgeber oder Stoppuhr',
  startClock: 'Allen eine Uhr zeigen',
  minutes: 'Minuten',
  length: '{count} min',
  start: 'Start',
  startStopwatch: 'Stoppuhr',
  timer: 'Zeitgeber',
  stopwatch: 'Stoppuhr',
  clockMenu: 'Die Uhr: anhalten, verlängern, wegnehmen',
  pause: 'Anhalten',
  resume: 'Weiter',
  held: 'angehalten',
  more1: 'Eine Minute mehr',
  more5: 'Fünf Minuten mehr',
  stop: 'Uhr wegnehmen',
  over: 'Zeit ist um',
  announce: 'Durchsage',
  announceText:
    'Sie steht über der Bühne, bis alle sie für sich weggelegt haben, auch für später Kommende.',
  announcement: 'Durchsage',
  announcementOf: 'Durchsage von {name}:',
  announceNow: 'Durchsagen',
  announced: 'Alle sehen die Durchsage.',
  withdraw: 'Zurücknehmen',
  tooLong: {
    one: '{count} Zeichen zu viel; {limit} sind möglich',
    other: '{count} Zeichen zu viel; {limit} sind möglich',
  },
}
