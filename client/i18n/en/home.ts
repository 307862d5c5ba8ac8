// The start page.
import type { Area } from '../message.ts'

export const home = {
  title: 'Today',
  todayNone: 'No classes today',
  todayNoneTeacher: 'Start one now, or plan one on a lesson of your course.',
  todayNoneStudent: 'Your classes stand here on their day. A link you were sent works at any time.',
  coming: 'Coming days',
  courses: 'Courses',
  coursesNone: 'No courses yet',
  coursesNoneTeacher: 'A course holds lessons, people and classes.',
  coursesNoneStudent: 'As soon as you are a member of one, it stands here.',
  newCourse: 'New course',
  newProgram: 'New program',
  newCourseName: 'Title of the course',
  newProgramName: 'Title of the program',
  programHint: 'A program holds several courses, such as a school year.',
  inProgram: 'In the program',
  noProgram: 'None',
  create: 'Create',
  hidden: 'Hidden',
  archived: 'Archived',
  role_instructor: 'You teach',
  role_assistant: 'You assist',
  role_student: 'You learn',
  programMenu: 'More about the program “{title}”',
} as const satisfies Area
