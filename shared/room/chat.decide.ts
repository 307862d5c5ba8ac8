// Decides what is said and deleted in the chat.
import type { BodyOf, CommandName } from '../contract/index.ts'
import { refuse } from '../errors.ts'
import { acted } from './acted.ts'
import { draft, mayDo, notThere, type Deciders } from './command.ts'
import { tooSoon } from './moderation.decide.ts'

type Names = Extract<CommandName, `chat.${string}`>

export const chatDeciders: Deciders<Names> = {
  'chat.say': (room, { text, replyTo }, { actor, now }) => {
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined) return notThere
    const soon = tooSoon(room, person, now)
    if (soon !== null) return soon
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
    const redaction = { ...fact, redacts: [message] }
    if (own) return [redaction]
    const { participant } = target.body as BodyOf<'chat.said'>
    const author = participant === null ? undefined : room.people.get(participant)
    return [redaction, acted('deleted', author ?? null)]
  },
}
