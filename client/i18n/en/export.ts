// English texts of taking a class's record out as files.
import type { Area } from '../message.ts'

export const exporting = {
  menu: 'Download chat and attendance',
  title: 'Download chat and attendance',
  text: 'CSV opens in a spreadsheet, JSON is for programs. What was deleted is not in it.',
  chat: 'Chat',
  chatText: 'Messages to all and with staff',
  questions: 'Questions',
  questionsText: 'With votes and answers',
  polls: 'Polls',
  pollsText: 'Results of each answer',
  attendance: 'Attendance',
  attendanceText: 'Who was here, and for how long',
  save: '{what} as {format}',
} as const satisfies Area
