// What people of a class under faults say to each other and show each other: chat, captions, hands, the
// floor, clock, announcements, being away.
import type { Fact } from '../../../shared/log.ts'
import { at, deed, kind, type Kind, type Scene } from '../acts.ts'
import { all, everybody, learners, messages, nothing, people, pupils, staff, who } from './aims.ts'

const say = ({ words: text }: Scene) => ({ text, replyTo: null })
const own = (scene: Scene) => messages(scene).filter(({ participant }) => participant === scene.me)
const deleted = (scene: Scene) =>
  messages(scene).filter((one) => one.deleted === 'staff' && one.deletion !== null)
const firstHand = ({ room }: Scene) => room.hands.take(1).values()
const invitation = ({ room }: Scene) => room.floor.invited.keys()
const notices = ({ room }: Scene) => room.announcements.standing

export const talk: readonly Kind[] = [
  kind(all, 8)('chat.say', say),
  kind(all, 2)('chat.say', (scene) => ({ ...say(scene), to: { kind: 'staff' } })),
  kind(all, 2)(
    'chat.say',
    at(people, (one, scene) => ({ ...say(scene), to: { kind: 'person', ...who(one) } })),
  ),
  kind(all, 1)(
    'chat.delete',
    at(own, ({ seq: message }) => ({ message })),
  ),
  kind(staff, 2)(
    'chat.delete',
    at(messages, ({ seq: message }) => ({ message })),
  ),
  kind(staff, 2)(
    'chat.restore',
    at(deleted, ({ seq, deletion }) => ({ message: seq, deletion: deletion ?? 0 })),
  ),
  deed(everybody, 2)('chat', nothing, async (actor) => {
    const answer = await actor.ask('chat.search', { text: 'sentence 1', limit: 20 })
    if (answer !== null) actor.find(answer.facts as Fact[])
  }),
  kind(staff, 2)('captions.write', ({ words: text }) => ({ text, speaker: null, language: 'en' })),
  kind(learners, 3)('hands.raise', nothing),
  kind(learners, 2)('hands.lower', nothing),
  kind(staff, 2)('hands.letSpeak', at(firstHand, who)),
  kind(staff, 1)('hands.lowerFor', at(firstHand, who)),
  kind(staff, 3)('floor.invite', at(pupils, who)),
  kind(learners, 3)('floor.accept', at(invitation, nothing)),
  kind(learners, 1)('floor.decline', at(invitation, nothing)),
  kind(staff, 3)(
    'floor.thank',
    at(({ room }) => room.floor.speakers.values(), who),
  ),
  kind(staff, 1)('timer.start', ({ chance }) => ({ seconds: chance(0.5) ? 60 : null })),
  kind(staff, 1)('timer.pause', nothing),
  kind(staff, 1)('timer.resume', nothing),
  kind(staff, 1)('timer.extend', () => ({ seconds: 30 })),
  kind(staff, 1)('timer.stop', nothing),
  kind(staff, 1)('announcements.make', ({ words: text }) => ({ text })),
  kind(staff, 1)(
    'announcements.withdraw',
    at(notices, ({ announcement }) => ({ announcement })),
  ),
  kind(everybody, 1)(
    'announcements.dismiss',
    at(notices, ({ announcement }) => ({ announcement })),
  ),
  kind(everybody, 1)('away.go', nothing),
  kind(everybody, 1)('away.return', nothing),
  kind(everybody, 1)('people.rename', ({ words: name }) => ({ name })),
]
