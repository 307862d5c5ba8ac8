// Questions that are there before somebody tries something with them in a wire test.
import type { QuestionId, RoomId } from '../../shared/ids.ts'
import { isStaff } from '../../shared/roles.ts'
import { presence } from '../../shared/room/people.ts'
import type { Pupil } from './pupil.ts'
import type { School } from './school.ts'

interface Place {
  readonly school: School
  readonly room: RoomId
  readonly other: Pupil
}

interface Wish {
  readonly held?: boolean
  /** Beside those that there are. */
  readonly more?: boolean
  /** Whoever asks, if they may; else somebody else. */
  readonly by?: Pupil
}

export async function askedQuestion({ school, room, other }: Place, wish: Wish = {}) {
  const { rooms } = school.live()
  const approval = wish.held === true
  const configure = { name: 'questions.configure', input: { approval }, actor: 'system' } as const
  await rooms.submit(room, configure)
  const { state } = await rooms.enter(room)
  // One person may have so many open questions only.
  const earlier = wish.more === true ? [] : [...state.questions.open.keys()]
  for (const question of earlier)
    await rooms.submit(room, { name: 'questions.delete', input: { question }, actor: 'system' })
  const teacher = state.people.find((one) => isStaff(one.role) && presence(one) === 'here')
  const own = wish.by === undefined || wish.by.role === 'observer' ? undefined : wish.by
  const held = wish.held === true ? other : undefined
  const actor = (own ?? held ?? teacher ?? other).participant
  const input = { text: 'Why?', anonymous: false }
  const asking = { name: 'questions.ask', input, actor } as const
  const facts = await rooms.submit(room, asking)
  const [asked] = facts.map(({ body }) => body as { question: QuestionId }) as [
    { question: QuestionId },
  ]
  return { question: asked.question }
}

export async function closedQuestion(place: Place) {
  const input = await askedQuestion(place)
  const { rooms } = place.school.live()
  await rooms.submit(place.room, { name: 'questions.dismiss', input, actor: 'system' })
  return input
}
