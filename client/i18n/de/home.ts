import type { home as source } from '../en/home.ts'
import type { Translation } from '../message.ts'

export const home: Translation<typeof source> = {
  title: 'Heute',
  todayNone: 'Heute kein Unterricht',
  todayNoneTeacher: 'Starten Sie jetzt, oder planen Sie einen Termin auf einer Lektion.',
  todayNoneStudent:
    'Ihr Unterricht steht hier an seinem Tag. Ein Link, den Sie bekommen haben, gilt jederzeit.',
  coming: 'Nächste Tage',
  courses: 'Kurse',
  coursesNone: 'Noch keine Kurse',
  coursesNoneTeacher: 'Ein Kurs enthält Lektionen, Menschen und Unterricht.',
  coursesNoneStudent: 'Sobald Sie zu einem gehören, steht er hier.',
  newCourse: 'Neuer Kurs',
  newProgram: 'Neues Programm',
  newCourseName: 'Titel des Kurses',
  newProgramName: 'Titel des Programms',
  programHint: 'Ein Programm fasst mehrere Kurse zusammen, etwa ein Schuljahr.',
  inProgram: 'Im Programm',
  noProgram: 'Keines',
  create: 'Anlegen',
  hidden: 'Verborgen',
  archived: 'Archiviert',
  role_instructor: 'Sie unterrichten',
  role_assistant: 'Sie assistieren',
  role_student: 'Sie lernen',
  programEmpty: 'Noch keine Kurse in diesem Programm.',
  moveEarlier: 'Nach vorn',
  moveLater: 'Nach hinten',
  moveOut: 'Aus dem Programm nehmen',
  showArchived: 'Archivierte zeigen',
  hideArchived: 'Archivierte ausblenden',
}
