// English, the source of all keys: one file per area, so that areas grow apart from each other.
import { account } from './en/account.ts'
import { classroom } from './en/classroom.ts'
import { courses } from './en/courses.ts'
import { exporting } from './en/export.ts'
import { greenroom } from './en/greenroom.ts'
import { home } from './en/home.ts'
import { lesson } from './en/lesson.ts'
import { order } from './en/order.ts'
import { polls } from './en/polls.ts'
import { ui } from './en/ui.ts'

export const en = {
  ui,
  home,
  account,
  courses,
  lesson,
  greenroom,
  classroom,
  export: exporting,
  order,
  polls,
} as const
