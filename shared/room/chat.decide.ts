// Decides what is said and deleted in the chat.
import type { CommandName } from '../contract/index.ts'
import { refuse } from '../errors.ts'
import { draft, mayDo, notThere, type Deciders } from './command.ts'

type Names = Extract<CommandName, `chat.${string}`>

export const chatDeciders: Deciders<Names> = {
  'chat.say': (room, { text, replyTo }, { actor }) => {
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined) return notThere
    const { participant, name, role } = person
    return [draft('chat.said', { participant, name, role, text, replyTo })]
  },
  'chat.delete': (room, { message }, { actor, named }) => {
    const target = named.find((fact) => fact.seq === message && fact.type === 'chat.said')
    if (target === undefined) return refuse('missing', 'There is no such message.', 'no-message')
    if (target.redacted === true) return []
    const own = target.actor === actor
    if (!own && (actor === 'system' || !mayDo(room, actor, 'chat.moderate')))
      return refuse('forbidden', 'You can delete your own messages only.')
    const fact = draft('chat.deleted', { message, by: own ? 'author' : 'staff' })
    return [{ ...fact, redacts: [message] }]
  },
}
