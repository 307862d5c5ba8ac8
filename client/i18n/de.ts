// German, complete: each area is checked against its English source.
import { account } from './de/account.ts'
import { admin } from './de/admin.ts'
import { away } from './de/away.ts'
import { bulletin } from './de/bulletin.ts'
import { captions } from './de/captions.ts'
import { chat } from './de/chat.ts'
import { classroom } from './de/classroom.ts'
import { courses } from './de/courses.ts'
import { exporting } from './de/export.ts'
import { floor } from './de/floor.ts'
import { greenroom } from './de/greenroom.ts'
import { home } from './de/home.ts'
import { lesson } from './de/lesson.ts'
import { order } from './de/order.ts'
import { polls } from './de/polls.ts'
import { questions } from './de/questions.ts'
import { reactions } from './de/reactions.ts'
import { ui } from './de/ui.ts'
import type { FirstMessages } from './keys.ts'

export const de: FirstMessages = {
  ui,
  home,
  account,
  courses,
  lesson,
  admin,
  greenroom,
  classroom,
  captions,
  chat,
  export: exporting,
  order,
  floor,
  away,
  bulletin,
  polls,
  questions,
  reactions,
}
