// English, the source of all keys: one file per area, so that areas grow apart from each other.
import { account } from './en/account.ts'
import { admin } from './en/admin.ts'
import { away } from './en/away.ts'
import { bulletin } from './en/bulletin.ts'
import { captions } from './en/captions.ts'
import { chat } from './en/chat.ts'
import { classroom } from './en/classroom.ts'
import { courses } from './en/courses.ts'
import { exporting } from './en/export.ts'
import { floor } from './en/floor.ts'
import { greenroom } from './en/greenroom.ts'
import { home } from './en/home.ts'
import { lesson } from './en/lesson.ts'
import { order } from './en/order.ts'
import { polls } from './en/polls.ts'
import { questions } from './en/questions.ts'
import { reactions } from './en/reactions.ts'
import { ui } from './en/ui.ts'

export const en = {
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
} as const
