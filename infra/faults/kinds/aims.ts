// Who does what in a class under faults, and what there is to aim at on their screen.
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Message } from '../../../shared/room/chat.ts'
import type { Person } from '../../../shared/room/people.ts'
import type { Scene } from '../acts.ts'

export const lead = ['instructor'] as const
export const staff = ['instructor', 'moderator'] as const
export const learners = ['student', 'guest'] as const
export const all = [...staff, ...learners] as const
export const everybody = [...all, 'observer'] as const

export const nothing = () => ({})

export const people = ({ room, me }: Scene) =>
  [...room.people.values()].filter(({ participant }) => participant !== me)

/** Those inside who are not staff. */
export const pupils = (scene: Scene) =>
  people(scene).filter(({ role, admitted }) => admitted && (role === 'student' || role === 'guest'))

export const messages = ({ room: { chat } }: Scene): Message[] =>
  [chat, ...chat.threads.values()].flatMap((thread) => [...thread.messages])

export const who = ({ participant }: Pick<Person, 'participant'>) => ({ participant })

export const why = (participant: ParticipantId) => ({ participant, reason: 'Too loud.' })
