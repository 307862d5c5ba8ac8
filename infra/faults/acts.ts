// What people of each role do in a class under faults: one line per kind of act.
import type { CommandName, InputOf } from '../../shared/contract/index.ts'
import type { Role } from '../../shared/roles.ts'
import type { Pupil } from '../wire/pupil.ts'

export interface Act {
  readonly name: CommandName
  readonly input: unknown
  /** A message's text, which no other message has. */
  readonly text: string | null
}

/** Between 0 and 1, seeded. */
export type Random = () => number

interface Kind {
  readonly roles: readonly Role[]
  /** How often, compared with others. */
  readonly weight: number
  /** Null when there is nothing to do it to. */
  readonly make: (pupil: Pupil, n: number, random: Random) => Act | null
}

const all = ['instructor', 'moderator', 'student', 'guest'] as const
const staff = ['instructor', 'moderator'] as const
const learners = ['student', 'guest'] as const

function act<Name extends CommandName>(name: Name, input: InputOf<Name>, text?: string): Act {
  return { name, input, text: text ?? null }
}

function pick<One>(from: readonly One[], random: Random): One | undefined {
  return from[Math.floor(random() * from.length)]
}

const kinds: readonly Kind[] = [
  {
    roles: all,
    weight: 6,
    make: ({ name }, n) => {
      const text = `${name}, sentence ${n}`
      return act('chat.say', { text, replyTo: null }, text)
    },
  },
  {
    roles: all,
    weight: 1,
    make: ({ room, participant }, _, random) => {
      const own = room.chat.messages.filter((one) => one.participant === participant).toArray()
      const message = pick(own, random)?.seq
      return message === undefined ? null : act('chat.delete', { message })
    },
  },
  { roles: learners, weight: 3, make: () => act('hands.raise', {}) },
  { roles: learners, weight: 2, make: () => act('hands.lower', {}) },
  {
    roles: staff,
    weight: 3,
    make: ({ room }) => {
      const participant = room.hands.first()?.participant
      return participant === undefined ? null : act('hands.letSpeak', { participant })
    },
  },
  {
    roles: ['instructor'],
    weight: 1,
    make: (_, n) => act('class.configure', { note: `note ${n}` }),
  },
  {
    roles: ['observer'],
    weight: 1,
    make: ({ name }, n) => act('people.rename', { name: `${name} (${n})` }),
  },
]

const mine = (role: Role) => kinds.filter(({ roles }) => roles.includes(role))

/** The next thing this person does. */
export function nextAct(pupil: Pupil, n: number, random: Random): Act {
  const possible = mine(pupil.role)
  const total = possible.reduce((sum, { weight }) => sum + weight, 0)
  let place = random() * total
  const chosen = possible.find(({ weight }) => (place -= weight) < 0) ?? possible[0]
  return chosen?.make(pupil, n, random) ?? act('people.rename', { name: `${pupil.role} ${n}` })
}
