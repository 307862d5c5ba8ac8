// English of what is seen in class only; it comes with the class.
import { away } from './away.ts'
import { breakouts } from './breakouts.ts'
import { broadcast } from './broadcast.ts'
import { bulletin } from './bulletin.ts'
import { captions } from './captions.ts'
import { chat } from './chat.ts'
import { classroomInside } from './classroomInside.ts'
import { floor } from './floor.ts'
import { orderInside } from './orderInside.ts'
import { questions } from './questions.ts'
import { reactions } from './reactions.ts'
import { record } from './record.ts'
import { sound } from './sound.ts'
import { stage } from './stage.ts'

export const inClass = {
  away,
  breakouts,
  broadcast,
  bulletin,
  captions,
  chat,
  classroom: classroomInside,
  floor,
  order: orderInside,
  questions,
  reactions,
  record,
  sound,
  stage,
} as const
