// English texts of taking a class's record out as files.
import type { Area } from '../message.ts'

export const exporting = {
  menu: 'Download chat and attendance',
  title: 'Download chat and attendance',
  text: 'CSV opens in a spreadsheet, JSON is for programs. What was deleted is not in it.',
  chat: 'Chat',
  about_chat: 'Messages to all and with staff',
  questions: 'Questions',
  about_questions: 'With votes and answers',
  polls: 'Polls',
  about_polls: 'Results of each answer',
  attendance: 'Attendance',
  about_attendance: 'Who was here, and for how long',
  save: '{what} as {format}',
} as const satisfies Area
