// Who comes into a class under faults, and what staff do to keep order.
import type { Person } from '../../../shared/room/people.ts'
import { at, kind, type Kind, type Scene } from '../acts.ts'
import { lead, learners, messages, nothing, people, pupils, staff, who, why } from './aims.ts'

const waiting = ({ room }: Scene) => room.lobby.queue.keys()
const rude = ({ participant }: Pick<Person, 'participant'>) => why(participant)
const favoured = (scene: Scene) => pupils(scene).filter(({ granted }) => granted.length > 0)
const silenced = (scene: Scene) => pupils(scene).filter(({ denied }) => denied.length > 0)

export const order: readonly Kind[] = [
  kind(lead, 5)('class.configure', ({ words: note }) => ({ note })),
  kind(staff, 1)('lobby.set', ({ chance }) => ({
    admission: chance(0.5) ? 'ask' : 'open',
    guestsWithInstructor: chance(0.5),
    capacity: null,
  })),
  kind(staff, 6)(
    'lobby.admit',
    at(waiting, (one) => ({ participants: [one] })),
  ),
  kind(staff, 1)('lobby.admit', () => ({ participants: 'all' })),
  kind(staff, 1)('lobby.refuse', at(waiting, why)),
  kind(staff, 1)('moderation.restrict', ({ room }) => ({
    participant: null,
    permissions: ['chat.private', 'hands.raise'],
    on: room.class.forbidden.length > 0,
    reason: '',
  })),
  kind(staff, 2)(
    'moderation.restrict',
    at(pupils, ({ participant, denied }) => ({
      participant,
      permissions: ['chat.send'],
      on: denied.length > 0,
      reason: 'Later.',
    })),
  ),
  kind(staff, 2)(
    'moderation.restrict',
    at(silenced, ({ participant }) => ({
      participant,
      permissions: ['chat.send'],
      on: true,
      reason: '',
    })),
  ),
  kind(staff, 1)('moderation.slow', ({ chance }) => ({ seconds: chance(0.3) ? 2 : null })),
  kind(staff, 1)('moderation.warn', at(pupils, rude)),
  kind(staff, 2)('moderation.toLobby', at(pupils, rude)),
  kind(staff, 2)('moderation.remove', at(pupils, rude)),
  kind(staff, 1)(
    'moderation.ban',
    at(pupils, (one, { now }) => ({ ...rude(one), by: [], until: Math.round(now) + 2_000 })),
  ),
  kind(staff, 1)(
    'moderation.lift',
    at(
      ({ room }) => room.moderation.bans.keys(),
      (ban) => ({ ban, reason: '' }),
    ),
  ),
  kind(learners, 1)(
    'flags.raise',
    at(people, (one) => ({ about: who(one), reason: 'Rude.' })),
  ),
  kind(learners, 1)(
    'flags.raise',
    at(messages, ({ seq: message }) => ({ about: { message }, reason: 'Rude.' })),
  ),
  kind(staff, 2)(
    'flags.decide',
    at(
      ({ room }) => room.moderation.flags.keys(),
      (flag) => ({ flag, decision: 'dismissed', reason: 'Seen.' }),
    ),
  ),
  kind(staff, 1)(
    'people.grant',
    at(pupils, (one) => ({ ...who(one), permissions: ['chat.send'] })),
  ),
  kind(staff, 1)(
    'people.ungrant',
    at(favoured, (one) => ({ ...who(one), permissions: ['chat.send'] })),
  ),
  kind(lead, 5)(
    'people.appoint',
    at(pupils, (one) => ({ ...who(one), role: 'moderator' })),
  ),
  kind(learners, 0.2)('people.leave', nothing),
]
