// Decides flags: whoever may see a message or a person may call staff's attention to it, and staff close
// each with a reason.
import type { BodyOf, CommandName, InputOf } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { Fact } from '../log.ts'
import { filesOf } from './chat.ts'
import { draft, notThere, type Deciders, type RoomContext } from './command.ts'
import { viewerOf } from './standing.ts'
import { sees } from './viewer.ts'
import type { RoomState } from './state.ts'

/** How many open flags one person may have, and a class. */
const most = { own: 20, all: 500 } as const

type About = Pick<BodyOf<'flags.raised'>, 'participant' | 'name' | 'message' | 'text'>

function isMessage(fact: Fact): fact is Fact & { readonly body: BodyOf<'chat.said'> } {
  return fact.type === 'chat.said'
}

function subject(
  room: RoomState,
  { about }: InputOf<'flags.raise'>,
  { actor, named }: RoomContext,
): About | Refusal {
  if (actor === 'system') return notThere
  const viewer = viewerOf(room, actor)
  if ('participant' in about) {
    const person = room.people.get(about.participant)
    if (person === undefined || !sees(viewer, person.visibleTo)) return notThere
    return { participant: person.participant, name: person.name, message: null, text: null }
  }
  const said = named.find(({ seq }) => seq === about.message)
  if (said === undefined || !isMessage(said) || !sees(viewer, said.visibleTo))
    return refuse('missing', 'There is no such message.', 'no-message')
  const { participant, name, text } = said.body
  const names = filesOf(said.body).map((file) => file.name)
  const words = text === '' ? names.join(', ') : text
  return { participant, name, message: said.seq, text: words }
}

type Names = Extract<CommandName, `flags.${string}`>

export const flagDeciders: Deciders<Names> = {
  'flags.raise': (room, input, context) => {
    const { actor } = context
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined) return notThere
    const about = subject(room, input, context)
    if ('code' in about) return about
    const { flags } = room.moderation
    const own = flags.filter(({ by }) => by === actor)
    const again = own.some(
      ({ message, participant }) => message === about.message && participant === about.participant,
    )
    if (again) return []
    if (own.size >= most.own || flags.size >= most.all)
      return refuse('conflict', 'Staff have many flags to look at already.', 'many-flags')
    const { participant: by, name: byName } = person
    return [draft('flags.raised', { by, byName, ...about, reason: input.reason }, ['staff'])]
  },
  'flags.decide': (room, { flag, decision, reason }) => {
    const open = room.moderation.flags.get(flag)
    if (open === undefined) return refuse('missing', 'That flag is closed already.', 'no-flag')
    const { participant, name } = open
    return [draft('flags.decided', { flag, participant, name, decision, reason }, ['staff'])]
  },
}
