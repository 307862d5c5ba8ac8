// German texts of taking a class's record out as files.
import type { Translation } from '../message.ts'
import type { exporting as source } from '../en/export.ts'

export const exporting: Translation<typeof source> = {
  menu: 'Chat und Anwesenheit herunterladen',
  title: 'Chat und Anwesenheit herunterladen',
  text: 'CSV öffnet sich in einer Tabelle, JSON ist für Programme. Gelöschtes ist nicht dabei.',
  chat: 'Chat',
  chatText: 'Nachrichten an alle und mit dem Lehrteam',
  questions: 'Fragen',
  questionsText: 'Mit Stimmen und Antworten',
  polls: 'Umfragen',
  pollsText: 'Ergebnisse je Antwort',
  attendance: 'Anwesenheit',
  attendanceText: 'Wer da war und wie lange',
  save: '{what} als {format}',
}
