// Makes random but plausible lives of rooms for the tests of the laws: commands of all kinds by people
// of all roles, decided and folded as a server would. No test framework in here.
import fc from 'fast-check'
import { isRefusal } from '../errors.ts'
import type { ParticipantId, SessionId } from '../ids.ts'
import type { Actor, Fact } from '../log.ts'
import type { RoomCommand } from './command.ts'
import { roomRules } from './rules.ts'
import type { RoomState } from './state.ts'
import { aim } from './testing/aim.ts'
import { aboutPolls, aboutQuestions, asCommand } from './testing/askingMoves.ts'
import {
  aboutHiding,
  aboutPages,
  aboutSheets,
  beginLayer,
  handOut,
  hidePage,
  openBoard,
  takeSheet,
} from './testing/boardMoves.ts'
import { aboutBroadcasts } from './testing/broadcastMoves.ts'
import { aboutBreakouts, openBreakouts, planBreakouts } from './testing/breakoutMoves.ts'
import { cast, stayOf, testId } from './testing/cast.ts'

export { cast, testId }

const castRoles = ['instructor', 'moderator', 'student', 'guest', 'observer'] as const
/** Beyond the numbers of any fact or command, so that an account is nothing else. */
const accounts = 1_000_000
const incarnations = [21, 22].map((n) => testId<'incarnation'>(n))

export interface Move {
  readonly actor: Actor
  readonly command: RoomCommand
  readonly pause: number
}

export interface History {
  readonly facts: readonly Fact[]
  readonly states: readonly RoomState[]
}

const person = fc.constantFrom(...cast)
const staff = fc.constantFrom(...cast.slice(0, 2))
const stay = fc
  .record({ who: fc.nat(cast.length - 1), n: fc.nat(2) })
  .map(({ who, n }) => ({ who, session: stayOf(who, n) }))
const session = stay.map((one) => one.session)
const incarnation = fc.constantFrom(...incarnations)
const nothing = fc.constant({})

const recipient = fc.oneof(
  fc.constantFrom({ kind: 'all' }, { kind: 'staff' }),
  fc.record({ kind: fc.constant('person'), participant: person }),
)

const aboutFloor = fc.oneof(
  asCommand('floor.invite', fc.record({ participant: person })),
  asCommand('floor.accept', nothing),
  asCommand('floor.decline', nothing),
  asCommand('floor.thank', fc.record({ participant: person })),
)

/** `aim` points them at announcements that stand. */
const aboutNotices = fc.oneof(
  asCommand('timer.start', fc.record({ seconds: fc.constantFrom(null, 60) })),
  asCommand('timer.pause', nothing),
  asCommand('timer.resume', nothing),
  asCommand('timer.extend', fc.record({ seconds: fc.constant(30) })),
  asCommand('timer.stop', nothing),
  asCommand('announcements.make', fc.record({ text: fc.constant('Page 12.') })),
  asCommand('announcements.withdraw', fc.record({ announcement: fc.nat(2) })),
  asCommand('announcements.dismiss', fc.record({ announcement: fc.nat(2) })),
)

const byPeople = fc.oneof(
  asCommand('class.open', nothing),
  asCommand('class.start', nothing),
  asCommand('class.end', nothing),
  asCommand('class.reopen', nothing),
  asCommand(
    'class.configure',
    fc.record({ forbidden: fc.subarray(['media.camera', 'chat.send']) }),
  ),
  asCommand('people.leave', nothing),
  asCommand('people.rename', fc.record({ name: fc.constantFrom('Ada', 'Emmy') })),
  asCommand('people.hold', fc.record({ session })),
  asCommand(
    'people.appoint',
    fc.record({ participant: person, role: fc.constantFrom('moderator', 'student', 'instructor') }),
  ),
  asCommand(
    'people.grant',
    fc.record({ participant: person, permissions: fc.constant(['media.camera']) }),
  ),
  asCommand(
    'chat.say',
    fc.record({
      text: fc.constantFrom('hi', 'why?'),
      replyTo: fc.constant(null),
      to: recipient,
      files: fc.subarray([0]),
    }),
  ),
  asCommand('chat.delete', fc.record({ message: fc.integer({ min: 1, max: 60 }) })),
  asCommand(
    'captions.write',
    fc.record({ text: fc.constant('so'), speaker: fc.constant(null), language: fc.constant('en') }),
  ),
  asCommand('hands.raise', nothing),
  asCommand('hands.lower', nothing),
  asCommand('hands.lowerFor', fc.record({ participant: fc.option(person) })),
  asCommand('hands.letSpeak', fc.record({ participant: person })),
  aboutFloor,
  aboutNotices,
  asCommand('away.go', nothing),
  asCommand('away.return', nothing),
  {
    weight: 6,
    arbitrary: asCommand(
      'sources.mute',
      fc.record({ participant: fc.option(person), staff: fc.boolean() }),
    ),
  },
  aboutPolls,
  aboutQuestions,
  asCommand('stage.focus', fc.record({ focus: fc.constant({ kind: 'grid' }) })),
)

const about = { participant: person, reason: fc.constantFrom('', 'too loud') }
const number = fc.integer({ min: 1, max: 60 })

const aboutOrder = fc.oneof(
  asCommand(
    'lobby.set',
    fc.record({
      admission: fc.constantFrom('open', 'ask', 'members', 'closed'),
      guestsWithInstructor: fc.boolean(),
      capacity: fc.constantFrom(null, 1, 3),
    }),
  ),
  asCommand(
    'lobby.admit',
    fc.record({ participants: fc.oneof(fc.constant('all'), fc.tuple(person)) }),
  ),
  asCommand('lobby.refuse', fc.record(about)),
  asCommand(
    'moderation.restrict',
    fc.record({
      participant: fc.option(person),
      permissions: fc.constant(['media.camera']),
      on: fc.boolean(),
      reason: fc.constantFrom('', 'later'),
    }),
  ),
  asCommand('moderation.slow', fc.record({ seconds: fc.constantFrom(null, 5) })),
  asCommand('moderation.warn', fc.record(about)),
  asCommand('chat.delete', fc.record({ message: number })),
  asCommand('chat.restore', fc.record({ message: fc.constant(1), deletion: number })),
  asCommand('moderation.toLobby', fc.record(about)),
  asCommand('moderation.remove', fc.record(about)),
  asCommand(
    'moderation.ban',
    fc.record({
      ...about,
      by: fc.subarray(['account', 'link', 'device']),
      until: fc.constantFrom(null, 1_700_000_900_000),
    }),
  ),
  asCommand('moderation.lift', fc.record({ ban: number, reason: fc.constant('') })),
  asCommand(
    'flags.raise',
    fc.record({
      about: fc.oneof(fc.record({ message: number }), fc.record({ participant: person })),
      reason: fc.constant('rude'),
    }),
  ),
  asCommand(
    'flags.decide',
    fc.record({
      flag: number,
      decision: fc.constantFrom('acted', 'dismissed'),
      reason: fc.constant('seen'),
    }),
  ),
)

const join = fc
  .record({ stay, incarnation })
  .map(({ stay: { who, session: own }, ...rest }): RoomCommand => ({
    name: 'people.join',
    input: {
      participant: cast[who] ?? testId<'participant'>(1),
      name: `person ${who}`,
      role: castRoles[who] ?? 'student',
      account: who % 2 === 0 ? testId<'account'>(accounts + who) : null,
      device: 'desktop',
      invite: testId<'invite'>(2_000_000 + (who % 2)),
      mark: `mark ${who % 3}`,
      member: who % 2 === 0,
      session: own,
      ...rest,
    },
  }))

const publish = fc
  .record({
    source: fc.nat(20).map((n) => testId<'source'>(100 + n)),
    participant: person,
    session,
    kind: fc.constantFrom('camera', 'microphone', 'screen'),
    node: fc.constant('a'),
    incarnation,
    paused: fc.boolean(),
  })
  .map((input): RoomCommand => ({ name: 'sources.open', input }))

/** Names are few, so that messages and files meet. */
const receive = fc
  .record({ participant: person, size: fc.constantFrom(9, 200_000_000) })
  .map(({ participant, size }): RoomCommand => ({
    name: 'files.receive',
    input: {
      participant,
      file: {
        id: testId<'file'>(3_000_000 + size),
        name: 'homework.pdf',
        type: 'application/pdf',
        size,
        width: null,
        height: null,
      },
    },
  }))

const bySystem = fc.oneof(
  receive,
  { weight: 4, arbitrary: join },
  { weight: 4, arbitrary: publish },
  asCommand(
    'people.drop',
    fc.record({ stay, incarnation }).map(({ stay: { who, session: own }, ...rest }) => ({
      participant: cast[who] ?? testId<'participant'>(1),
      session: own,
      ...rest,
    })),
  ),
  asCommand('people.loseNode', fc.record({ incarnation })),
  asCommand('sources.loseIncarnation', fc.record({ incarnation })),
  asCommand('polls.expire', fc.record({ poll: fc.constant(null) })),
  asCommand('class.expire', fc.record({ reason: fc.constantFrom('unattended', 'empty') })),
  asCommand('lobby.sweep', nothing),
  asCommand('people.expire', nothing),
  asCommand('breakouts.expire', nothing),
  asCommand('reactions.count', fc.record({ counts: fc.constant({ '👏': 3 }) })),
)

const pause = fc.constantFrom(0, 1_000, 60_000, 20 * 60_000)

const anything: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ actor: person, command: byPeople, pause }),
  fc.record({ actor: fc.constant<Actor>('system'), command: bySystem, pause }),
)
/** Some acts about one thing in one go, mostly by staff: whole stories are rare among moves at random. */
const around = (command: fc.Arbitrary<RoomCommand>) =>
  fc.array(
    fc.record({
      actor: fc.oneof({ weight: 3, arbitrary: staff }, { weight: 2, arbitrary: person }),
      command,
      pause: fc.constant(0),
    }),
    { minLength: 4, maxLength: 16 },
  )

/** Held questions are rarer still. */
const holding: fc.Arbitrary<Move> = fc.record({
  actor: staff,
  command: asCommand('questions.configure', fc.record({ approval: fc.boolean() })),
  pause: fc.constant(0),
})

/** A microphone that is on, and staff who mute everybody. */
const publishing: fc.Arbitrary<Move> = publish.map(({ input, ...rest }) => ({
  actor: 'system',
  command: { ...rest, input: { ...input, kind: 'microphone', paused: false } } as RoomCommand,
  pause: 0,
}))
const muting: fc.Arbitrary<Move> = fc.record({
  actor: staff,
  command: asCommand('sources.mute', fc.record({ participant: fc.constant(null) })),
  pause: fc.constant(0),
})

const byStaff = (command: fc.Arbitrary<RoomCommand>): fc.Arbitrary<Move> =>
  fc.record({ actor: staff, command, pause: fc.constant(0) })
const byAnybody = (command: fc.Arbitrary<RoomCommand>): fc.Arbitrary<Move> =>
  fc.record({ actor: person, command, pause: fc.constant(0) })
const severally = (command: fc.Arbitrary<RoomCommand>) =>
  fc.array(byAnybody(command), { minLength: 1, maxLength: 6 })

/** Boards that are drawn on together, in hiding, or each on a sheet of one's own. */
const boarding = fc
  .oneof(
    fc.tuple(byStaff(openBoard), around(aboutPages)),
    fc.tuple(
      byStaff(openBoard),
      byStaff(hidePage),
      severally(beginLayer),
      around(aboutHiding),
      around(fc.oneof(aboutPages, aboutHiding)),
    ),
    fc.tuple(byStaff(openBoard), byStaff(handOut), severally(takeSheet), around(aboutSheets)),
  )
  .map((acts) => acts.flat())

/** Rooms that open, and what people do in them. */
const breakingOut = fc
  .tuple(byStaff(planBreakouts), byStaff(openBreakouts), around(aboutBreakouts))
  .map(([plan, open, acts]) => [plan, open, ...acts])

/** An encoder that comes, is cut off and comes back. */
const goingOut = fc.array(
  aboutBroadcasts.map((command): Move => ({ actor: 'system', command, pause: 0 })),
  { minLength: 3, maxLength: 9 },
)

export const moves: fc.Arbitrary<Move[]> = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: anything.map((move) => [move]) },
      { weight: 1, arbitrary: around(aboutPolls) },
      { weight: 1, arbitrary: around(aboutOrder) },
      { weight: 1, arbitrary: around(aboutFloor) },
      { weight: 1, arbitrary: around(aboutNotices) },
      { weight: 1, arbitrary: fc.tuple(publishing, muting) },
      { weight: 2, arbitrary: boarding },
      { weight: 1, arbitrary: breakingOut },
      { weight: 1, arbitrary: goingOut },
      {
        weight: 1,
        arbitrary: fc.tuple(holding, around(aboutQuestions)).map(([held, acts]) => [held, ...acts]),
      },
    ),
    { minLength: 10, maxLength: 120 },
  )
  .map((scenes) => scenes.flat())

/** Plays the moves as one node would: decides, numbers, stamps and folds. */
export function play(script: readonly Move[]): History {
  const facts: Fact[] = []
  const states: RoomState[] = [roomRules.initial]
  let now = 1_700_000_000_000
  for (const move of script) {
    const { actor, pause: wait } = move
    now += wait
    const state = states.at(-1) ?? roomRules.initial
    const context = { actor, now, id: testId(facts.length + 1_000) }
    const decision = roomRules.decide(state, aim(move, facts, state), context)
    if (isRefusal(decision)) continue
    const author = decision.some(({ anonymous }) => anonymous === true) ? null : actor
    for (const { redacts: _, anonymous: __, ...draft } of decision) {
      const seq = facts.length + 1
      const fact = { ...draft, seq, id: testId<'fact'>(seq), at: now, actor: author }
      facts.push(fact)
      states.push(roomRules.evolve(states.at(-1) ?? roomRules.initial, fact))
    }
  }
  return { facts, states }
}

/** The opening of most classes, so that random moves meet a live one. */
export function opening({ crowd = 0 } = {}): Move[] {
  const act = (actor: Actor, command: RoomCommand): Move => ({ actor, command, pause: 0 })
  const enter = (participant: ParticipantId, n: number, stay: SessionId): Move =>
    act('system', {
      name: 'people.join',
      input: {
        participant,
        name: `person ${n}`,
        role: castRoles[n] ?? 'student',
        account: null,
        session: stay,
        incarnation: testId<'incarnation'>(21),
        device: 'desktop',
        invite: null,
        mark: null,
        member: n < 3,
      },
    })
  const others = Array.from({ length: crowd }, (_, n) => testId<'participant'>(500 + n))
  const crowding = others.map((id, n) => enter(id, 3, testId<'session'>(500 + n)))
  const everybody = [...crowding, ...cast.map((id, n) => enter(id, n, stayOf(n, 0)))]
  return [...everybody, act(testId<'participant'>(1), { name: 'class.start', input: {} })]
}
