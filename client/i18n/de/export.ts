// German texts of taking a class's record out as files.
import type { Translation } from '../message.ts'
import type { exporting as source } from '../en/export.ts'

export const exporting: Translation<typeof source> = {
  menu: 'Chat und Anwesenheit herunterladen',
  title: 'Chat und Anwesenheit herunterladen',
  text: 'CSV öffnet sich in einer Tabelle, JSON ist für Programme. Gelöschtes ist nicht dabei.',
  chat: 'Chat',
  about_chat: 'Nachrichten an alle und mit dem Lehrteam',
  questions: 'Fragen',
  about_questions: 'Mit Stimmen und Antworten',
  polls: 'Umfragen',
  about_polls: 'Ergebnisse je Antwort',
  attendance: 'Anwesenheit',
  about_attendance: 'Wer da war und wie lange',
  save: '{what} als {format}',
}
