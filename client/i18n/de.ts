// German, complete: each area is checked against its English source.
import { account } from './de/account.ts'
import { classroom } from './de/classroom.ts'
import { courses } from './de/courses.ts'
import { exporting } from './de/export.ts'
import { greenroom } from './de/greenroom.ts'
import { home } from './de/home.ts'
import { lesson } from './de/lesson.ts'
import { order } from './de/order.ts'
import { polls } from './de/polls.ts'
import { ui } from './de/ui.ts'
import type { FirstMessages } from './keys.ts'

export const de: FirstMessages = {
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
}
