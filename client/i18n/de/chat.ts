// German texts of the chat's conversations, its search and what is shared in it.
import type { Translation } from '../message.ts'
import type { chat as source } from '../en/chat.ts'

export const chat: Translation<typeof source> = {
  everybody: 'Alle',
  staff: 'Lehrteam',
  staffOnly: 'Nur Lehrteam',
  conversations: 'Unterhaltungen',
  search: 'Nachrichten und Fragen durchsuchen',
  words: 'Gesuchte Wörter',
  look: 'Suchen',
  lookFurther: 'Weiter zurück suchen',
  nothingFound: 'Nichts gefunden.',
  searchFailed: 'Die Suche hat nicht geklappt. Bitte noch einmal versuchen.',
  restoredMessage: 'Eine wiederhergestellte Nachricht',
  to: 'An: {name}',
  writeTo: 'An {name} schreiben',
  writeToStaffOnly: 'Nur an das Lehrteam schreiben',
  writeToStaff: 'An das Lehrteam schreiben',
  withPerson: 'Mit {name}',
  writeAlone: 'Allein anschreiben',
  notAllowed: 'Hier können Sie jetzt nicht schreiben.',
  restore: 'Wiederherstellen',
  messageDeleted: 'Die Nachricht wurde gelöscht.',
  emptyStaff: 'Nur das Lehrteam liest, was hier geschrieben wird.',
  emptyToStaff: 'Das ganze Lehrteam liest, was Sie hier schreiben, und sonst niemand.',
  emptyDesk: '{name} und das ganze Lehrteam lesen, was hier geschrieben wird.',
  emptyPair: 'Nur Sie und {name} lesen, was hier geschrieben wird.',
}
