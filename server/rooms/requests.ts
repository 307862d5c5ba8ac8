// Answers what a connection asks of its room's log: what it missed, older messages, people of a large
// class, a fresh token. Everything is projected for the asker.
import { LyceumError } from '../../shared/errors.ts'
import type { Fact } from '../../shared/log.ts'
import { bannedRefusal } from '../../shared/room/moderation.decide.ts'
import type { BodyOf, FactType } from '../../shared/contract/index.ts'
import { isInside } from '../../shared/room/census.ts'
import { presence } from '../../shared/room/people.ts'
import type { RequestHandlers, Sender } from '../dispatch/dispatcher.ts'
import { chatRequests, type ChatHandled } from './chatRequests.ts'
import type { Arrival } from './outlet.ts'
import { sendAway, type RefusalFor } from './staying.ts'

interface RoomRequestParts {
  readonly refusalFor: RefusalFor
  /** A fresh token for the role that the room itself gives the participant now. */
  readonly renew: (arrival: Arrival) => Promise<{ token: string; expiresAt: number }>
  readonly now: () => number
}

type Handled = 'room.pull' | 'room.renew' | 'people.search' | ChatHandled | 'moderation.audit'

const viewerOfSender = ({ room, member }: Sender) => room.viewer(member.arrival.participant)

export function roomRequests({
  refusalFor,
  renew,
  now,
}: RoomRequestParts): Pick<RequestHandlers, Handled> {
  return {
    'room.pull': (sender, { have }) => sender.room.since(have, viewerOfSender(sender)),
    'room.renew': async ({ room, member }) => {
      const { arrival } = member
      const banned = bannedRefusal(room.state, arrival, now())
      const refusal = banned ?? (await refusalFor(arrival))
      if (refusal !== null) {
        await sendAway(room, member, refusal)
        throw LyceumError.from(refusal)
      }
      const person = room.state.people.get(arrival.participant)
      const { role, name } = person ?? arrival
      const next = await renew({ ...arrival, role, name: name ?? arrival.name })
      member.until = next.expiresAt
      return { token: next.token }
    },
    'people.search': (sender, { text, limit }) => {
      const viewer = viewerOfSender(sender)
      const wanted = text.trim().toLocaleLowerCase()
      const found = viewer.kind === 'waiting' ? [] : [...sender.room.state.people.values()]
      const people = found
        // Who waits is staff's to know.
        .filter((person) => viewer.kind === 'staff' || isInside(person))
        .filter(({ name }) => name?.toLocaleLowerCase().includes(wanted) === true)
        .slice(0, limit)
        .map((person) => {
          const { participant, name, role } = person
          return { participant, name, role, account: null, present: presence(person) === 'here' }
        })
      return Promise.resolve({ people })
    },
    ...chatRequests,
    'moderation.audit': async (sender, { before, limit }) => {
      const { log } = sender.room
      const facts: Fact[] = []
      let from = before ?? log.position.seq + 1
      for (;;) {
        const page = await log.readBack(from, auditTypes, limit)
        facts.push(...page.filter(isAct))
        const last = page.at(-1)
        if (last === undefined || page.length < limit)
          return { facts: facts.slice(0, limit), more: facts.length > limit }
        if (facts.length >= limit) return { facts: facts.slice(0, limit), more: true }
        from = last.seq
      }
    },
  }
}

/** What is kept of order: each fact is one act of staff, or a flag somebody raised. */
const auditTypes: readonly FactType[] = [
  'moderation.acted',
  'moderation.slowed',
  'lobby.changed',
  'people.appointed',
  'flags.raised',
  'flags.decided',
]

/** The size of a class slows it down too. */
function isAct({ type, body }: Fact): boolean {
  return type !== 'moderation.slowed' || (body as BodyOf<'moderation.slowed'>).by === 'staff'
}
