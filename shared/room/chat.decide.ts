// Decides what is said in the chat and to whom, what is deleted and what is shown again.
import type { Recipient } from '../contract/chat.ts'
import type { BodyOf, CommandName } from '../contract/index.ts'
import { isRefusal, refuse, type Refusal } from '../errors.ts'
import type { BreakoutId } from '../ids.ts'
import type { Fact, Visibility } from '../log.ts'
import { isStaff } from '../roles.ts'
import { acted } from './acted.ts'
import { audienceAlone, audienceOfMany, type Audience } from './audience.ts'
import { areTogether, placeOf } from './breakouts.ts'
import { isInside } from './census.ts'
import { filesOf, threadKey, type ChatSlice } from './chat.ts'
import { draft, notThere, type Deciders } from './command.ts'
import { mayDo, viewerOf } from './standing.ts'
import { attachable } from './files.decide.ts'
import { tooSoon } from './moderation.decide.ts'
import { presence, type Person } from './people.ts'
import type { RoomState } from './state.ts'
import { sees } from './viewer.ts'

/** With how many others one person may talk alone in a class. */
export const mostPairs = 40

const apart: Refusal = refuse('forbidden', 'You are in different rooms.', 'apart')

/** Whoever is in the room now, in another order than at somebody’s desk: the conversations are not one. */
function audienceInBreakout(room: RoomState, from: Person, id: BreakoutId): Audience | Refusal {
  const { breakouts, people } = room
  if (!breakouts.open || !breakouts.rooms.has(id))
    return refuse('missing', 'There is no such room.', 'no-breakout')
  if (!isStaff(from.role) && placeOf(breakouts, from.participant) !== id) return apart
  const members = [...breakouts.placements.filter((where) => where === id).keys()]
    .flatMap((participant) => people.get(participant) ?? [])
    .filter((person) => isInside(person) && !isStaff(person.role))
    .map(({ participant }) => participant)
  return { visibleTo: [...members.sort(), 'staff'], permission: 'chat.send' }
}

/** Who will see what `from` says to `to`, and what that takes. */
function audienceOf(room: RoomState, from: Person, to: Recipient): Audience | Refusal {
  if (to.kind === 'breakout') return audienceInBreakout(room, from, to.breakout)
  if (to.kind !== 'person') {
    const inRoom = placeOf(room.breakouts, from.participant) !== null
    return to.kind === 'all' && inRoom && !isStaff(from.role) ? apart : audienceOfMany(from, to)
  }
  const other = room.people.get(to.participant)
  const known = other !== undefined && sees(viewerOf(room, from.participant), other.visibleTo)
  if (!known || presence(other) === 'left') return notThere
  if (other.participant === from.participant)
    return refuse('conflict', 'That is yourself.', 'oneself')
  const ofStaff = isStaff(from.role) || isStaff(other.role)
  if (!ofStaff && !areTogether(room.breakouts, from.participant, other.participant)) return apart
  return audienceAlone(from, other)
}

function isPair(visibleTo: Visibility): boolean {
  return typeof visibleTo !== 'string' && !visibleTo.includes('staff')
}

function tooMany({ threads }: ChatSlice, from: Person, visibleTo: Visibility): boolean {
  if (!isPair(visibleTo) || threads.has(threadKey(visibleTo))) return false
  const own = threads.count(
    (thread) => isPair(thread.visibleTo) && thread.visibleTo.includes(from.participant),
  )
  return own >= mostPairs
}

const noMessage = refuse('missing', 'There is no such message.', 'no-message')

type Said = Fact & { readonly body: BodyOf<'chat.said'> }
const isSaid = (fact: Fact): fact is Said => fact.type === 'chat.said'

/** Whoever reads the reply must be able to read what it replies to. */
function isAnswered(fact: Fact, replyTo: number, visibleTo: Visibility): boolean {
  if (fact.seq !== replyTo || !isSaid(fact)) return false
  const { visibleTo: readers } = fact
  if (typeof readers === 'string') return true
  if (typeof visibleTo === 'string') return false
  // In a breakout room somebody may have left meanwhile.
  if ((fact.body.breakout ?? null) !== null) return visibleTo.every((one) => readers.includes(one))
  return threadKey(readers) === threadKey(visibleTo)
}

type Names = Extract<CommandName, `chat.${string}`>

export const chatDeciders: Deciders<Names> = {
  'chat.say': (room, input, { actor, now, named }) => {
    const { text, replyTo, to = { kind: 'all' }, files: ids = [] } = input
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined) return notThere
    const { participant, name, role } = person
    const audience = audienceOf(room, person, to)
    if ('code' in audience) return audience
    const { visibleTo, permission } = audience
    if (!mayDo(room, participant, permission)) return refuse('forbidden', undefined, permission)
    if (replyTo !== null && !named.some((fact) => isAnswered(fact, replyTo, visibleTo)))
      return noMessage
    const soon = visibleTo === 'all' ? tooSoon(room, person, now) : null
    if (soon !== null) return soon
    if (tooMany(room.chat, person, visibleTo))
      return refuse('conflict', 'You talk with too many people alone.', 'many-threads')
    const files = attachable(room, { who: participant, ids, now })
    if (isRefusal(files)) return files
    if (text === '' && files.length === 0) return refuse('invalid', 'Write something.', 'empty')
    const breakout = to.kind === 'breakout' ? to.breakout : null
    const body = { participant, name, role, text, replyTo, to, files: [...files], breakout }
    return [draft('chat.said', body, visibleTo)]
  },
  'chat.delete': (room, { message }, { actor, named }) => {
    const target = named.filter(isSaid).find(({ seq }) => seq === message)
    if (target === undefined || actor === 'system') return noMessage
    if (!sees(viewerOf(room, actor), target.visibleTo)) return noMessage
    const again = room.chat.restored.get(message)?.by ?? null
    if (target.redacted === true && again === null) return []
    const own = target.actor === actor
    if (!own && !mayDo(room, actor, 'chat.moderate'))
      return refuse('forbidden', 'You can delete your own messages only.')
    const { visibleTo } = target
    const fact = draft('chat.deleted', { message, by: own ? 'author' : 'staff' }, visibleTo)
    const redacts = again === null ? [message] : [message, again]
    const redaction = { ...fact, redacts }
    if (own) return [redaction]
    const { participant } = target.body
    const author = participant === null ? undefined : room.people.get(participant)
    return [redaction, acted('deleted', author ?? null)]
  },
  'chat.restore': (room, { message, deletion }, { actor, named }) => {
    const target = named.filter(isSaid).find(({ seq }) => seq === message)
    const deleted = named.find(({ seq, type }) => seq === deletion && type === 'chat.deleted')
    if (target === undefined || deleted === undefined || actor === 'system') return noMessage
    if (!sees(viewerOf(room, actor), target.visibleTo)) return noMessage
    const { message: about, by } = deleted.body as BodyOf<'chat.deleted'>
    const { text, participant } = target.body
    // What its author took back is the author's; what was erased is gone.
    if (about !== message || by !== 'staff' || text === null) return noMessage
    const again = room.chat.restored.get(message)
    if (again !== undefined) return again.by === null ? noMessage : []
    const author = participant === null ? undefined : room.people.get(participant)
    const files = [...filesOf(target.body)]
    const fact = draft('chat.restored', { message, text, files }, target.visibleTo)
    return [fact, acted('restored', author ?? null)]
  },
}
