// Restricting, slowing, sending out, banning, and flags.
import { describe, expect, test } from 'vitest'
import { mayDo, viewerOf } from './standing.ts'
import { bannedRefusal, farewellOf } from './moderation.decide.ts'
import { testId } from './testing/cast.ts'
import { Life } from './testing/life.ts'

const id = (n: number) => testId<'participant'>(n)
const [teacher, helper, ada, bob] = [id(1), id(2), id(3), id(4)] as const
const account = testId<'account'>(77)
const invite = testId<'invite'>(88)

function begin(): Life {
  const life = new Life()
  life.join(1, { role: 'instructor' })
  life.join(2, { role: 'moderator' })
  life.join(3, { account, invite, mark: 'laptop' })
  life.join(4, { mark: 'phone' })
  life.do(teacher, 'class.start', {})
  return life
}

const say = (life: Life, who = ada) => life.do(who, 'chat.say', { text: 'hello', replyTo: null })

describe('restricting', () => {
  const order = { permissions: ['chat.send'], reason: 'Enough.' }

  test('one person, over whatever was granted, until it is allowed again', () => {
    const life = begin()
    life.do(teacher, 'people.grant', { participant: ada, permissions: ['chat.send'] })
    const one = { ...order, participant: ada }
    expect(life.do(helper, 'moderation.restrict', { ...one, on: false })).toEqual([
      'people.restricted',
      'moderation.acted',
    ])
    expect(say(life)).toBe('forbidden chat.send')
    expect(say(life, bob)).toEqual(['chat.said'])
    life.do(helper, 'moderation.restrict', { ...one, on: true })
    expect(say(life)).toEqual(['chat.said'])
    expect(life.do(helper, 'moderation.restrict', { ...one, on: true })).toEqual([])
  })

  test('everybody who is not staff, kept with what was off already', () => {
    const life = begin()
    life.do(teacher, 'class.configure', { forbidden: ['media.camera'] })
    life.do(helper, 'moderation.restrict', { ...order, participant: null, on: false })
    expect(life.state.class.forbidden).toEqual(['media.camera', 'chat.send'])
    expect(say(life)).toBe('forbidden chat.send')
    expect(say(life, helper)).toEqual(['chat.said'])
    life.do(helper, 'moderation.restrict', { ...order, participant: null, on: true })
    expect(life.state.class.forbidden).toEqual(['media.camera'])
  })

  test('ends what is on, and never staff; their role takes it back', () => {
    const life = begin()
    const source = testId<'source'>(5)
    const session = testId<'session'>(10_003)
    const place = { node: 'a', incarnation: testId<'incarnation'>(21) }
    const input = { source, participant: ada, session, kind: 'camera', paused: false, ...place }
    life.do('system', 'sources.open', input)
    const camera = { participant: ada, permissions: ['media.camera'], on: false, reason: '' }
    expect(life.do(teacher, 'moderation.restrict', camera)).toContain('sources.closed')
    const staff = { ...camera, participant: helper }
    expect(life.do(teacher, 'moderation.restrict', staff)).toBe('conflict staff')
    life.do(teacher, 'people.appoint', { participant: ada, role: 'moderator' })
    expect(mayDo(life.state, ada, 'media.camera')).toBe(true)
  })
})

test('everybody is muted but staff, or with staff but for whoever mutes', () => {
  const life = begin()
  for (const [n, participant] of [teacher, helper, ada].entries()) {
    const device = life.state.people.get(participant)?.holder
    const [source, place] = [testId<'source'>(n + 5), { node: 'a', incarnation: testId(21) }]
    const input = { source, participant, session: device, kind: 'microphone', paused: false }
    life.do('system', 'sources.open', { ...input, ...place })
  }
  const muted = () => [...life.state.sources.values()].map(({ paused }) => paused)
  life.do(teacher, 'sources.mute', { participant: null })
  expect(muted()).toEqual([null, null, 'staff'])
  life.do(teacher, 'sources.mute', { participant: null, staff: true })
  expect(muted()).toEqual([null, 'staff', 'staff'])
})

describe('slow mode', () => {
  test('keeps a pause between the messages of one person, but not of staff', () => {
    const life = begin()
    life.do(teacher, 'moderation.slow', { seconds: 10 })
    expect(say(life)).toEqual(['chat.said'])
    life.now += 9_000
    expect(say(life)).toBe('rateLimited slow-mode')
    expect(say(life, bob)).toEqual(['chat.said'])
    life.now += 1_000
    expect(say(life)).toEqual(['chat.said'])
    expect([say(life, helper), say(life, helper)]).toEqual([['chat.said'], ['chat.said']])
    life.do(teacher, 'moderation.slow', { seconds: null })
    expect(say(life)).toEqual(['chat.said'])
  })

  test('comes by itself with size, unless staff have set it', () => {
    const crowd = (life: Life, from: number, to: number) => {
      for (let n = from; n <= to; n += 1) life.join(n)
    }
    const life = begin()
    crowd(life, 5, 199)
    expect(life.state.moderation.slow.seconds).toBe(null)
    expect(life.join(200)).toEqual(['people.joined', 'moderation.slowed'])
    expect(life.state.moderation.slow).toEqual({ seconds: 5, by: 'size' })
    crowd(life, 201, 1_000)
    expect(life.state.moderation.slow.seconds).toBe(15)
    const other = begin()
    other.do(teacher, 'moderation.slow', { seconds: null })
    crowd(other, 5, 300)
    expect(other.state.moderation.slow.seconds).toBe(null)
  })
})

describe('sending out', () => {
  test('to the lobby takes hand, sources and rights at once', () => {
    const life = begin()
    life.do(ada, 'hands.raise', {})
    const order = { participant: ada, reason: 'Cool down.' }
    expect(life.do(helper, 'moderation.toLobby', order)).toEqual([
      'people.sentOut',
      'moderation.acted',
      'hands.lowered',
    ])
    expect(viewerOf(life.state, ada).kind).toBe('waiting')
    expect(say(life)).toBe('forbidden outside')
    expect(life.do(helper, 'moderation.toLobby', { ...order, participant: teacher })).toBe(
      'conflict staff',
    )
  })

  test('removing closes every device; whoever comes again must be let in, in another guise too', () => {
    const life = begin()
    life.do(helper, 'moderation.remove', { participant: ada, reason: 'Rude.' })
    expect(say(life)).toBe('forbidden not-here')
    expect(farewellOf(life.state, ada)).toMatchObject({ reason: 'removed', words: 'Rude.' })
    life.join(3, { mark: 'laptop', account })
    life.join(50, { mark: 'laptop' })
    life.join(51, { account })
    life.join(52)
    expect([3, 50, 51, 52].map((n) => viewerOf(life.state, id(n)).kind)).toEqual([
      'waiting',
      'waiting',
      'waiting',
      'member',
    ])
    const admit = { participants: [ada] }
    expect(life.do(helper, 'lobby.admit', admit)).toContain('people.admitted')
    expect(viewerOf(life.state, ada).kind).toBe('member')
  })

  test('undoing it lets a person in who has not come back yet', () => {
    const life = begin()
    life.do(helper, 'moderation.remove', { participant: ada, reason: '' })
    life.do(helper, 'lobby.admit', { participants: [ada] })
    life.join(3)
    expect(viewerOf(life.state, ada).kind).toBe('member')
  })
})

describe('a ban', () => {
  const ban = (by: string[], until: number | null = null) => ({
    participant: ada,
    reason: 'Threats.',
    by,
    until,
  })

  test('holds the person whatever they come with, and no others', () => {
    const life = begin()
    expect(life.do(helper, 'moderation.ban', ban([]))).toEqual([
      'moderation.banned',
      'people.sentOut',
      'people.left',
      'moderation.acted',
    ])
    expect(life.join(3, { mark: 'new', session: testId<'session'>(9) })).toBe('forbidden banned')
    expect(life.join(50, { account, invite, mark: 'laptop' })).toContain('people.joined')
    expect(life.do(helper, 'lobby.admit', { participants: [ada] })).toContain('people.admitted')
    // Let in they are, but the ban stands until it is lifted.
    expect(life.join(3)).toBe('forbidden banned')
  })

  test('by account, device and link holds whoever comes with them', () => {
    const life = begin()
    life.join(60, { invite })
    life.do(helper, 'moderation.ban', ban(['account', 'device', 'link']))
    expect(life.join(50, { account })).toBe('forbidden banned')
    expect(life.join(51, { mark: 'laptop' })).toBe('forbidden banned')
    expect(life.join(52, { invite })).toBe('forbidden banned')
    expect(life.join(53, { role: 'instructor', mark: 'laptop' })).toContain('people.joined')
    // Who came by the same link before did nothing.
    expect(life.join(60, { invite, session: testId<'session'>(9) })).toContain('people.joined')
  })

  test('puts out others who are here with the same account or browser', () => {
    const life = begin()
    life.join(50, { mark: 'laptop' })
    life.do(helper, 'moderation.ban', ban(['device']))
    expect(say(life, id(50))).toBe('forbidden not-here')
    expect(farewellOf(life.state, id(50)).reason).toBe('banned')
    expect(say(life, bob)).toEqual(['chat.said'])
  })

  test('ends with its time, or when it is lifted; then they must be let in', () => {
    const life = begin()
    const until = life.now + 60_000
    life.do(helper, 'moderation.ban', ban(['account'], until))
    const comer = { participant: ada, account, invite, mark: 'laptop', role: 'student' } as const
    expect(bannedRefusal(life.state, comer, life.now)).toMatchObject({ reason: 'banned', until })
    life.now = until
    life.join(3)
    expect(viewerOf(life.state, ada).kind).toBe('waiting')
    expect(life.do(helper, 'moderation.ban', ban([], life.now))).toBe('conflict past')
    life.do(helper, 'moderation.ban', ban(['account']))
    const last = life.state.moderation.bans.keySeq().last()
    life.do(helper, 'moderation.lift', { ban: last, reason: 'Sorry.' })
    expect(life.join(3)).toContain('people.joined')
    expect(life.do(helper, 'moderation.lift', { ban: last, reason: '' })).toBe('missing no-ban')
  })
})

describe('flags', () => {
  test('carry what they are about whole, once per person, until decided', () => {
    const life = begin()
    say(life, bob)
    const message = life.facts.at(-1)?.seq ?? 0
    const flag = { about: { message }, reason: 'Insult' }
    expect(life.do(ada, 'flags.raise', flag)).toEqual(['flags.raised'])
    expect(life.do(ada, 'flags.raise', flag)).toEqual([])
    const [open] = life.state.moderation.flags.values()
    expect(open).toMatchObject({ by: ada, participant: bob, text: 'hello', reason: 'Insult' })
    expect(life.facts.at(-1)?.visibleTo).toEqual(['staff'])
    const decision = { flag: open?.flag ?? 0, decision: 'dismissed', reason: 'A joke.' }
    expect(life.do(ada, 'flags.decide', decision)).toBe('forbidden flags.decide')
    expect(life.do(helper, 'flags.decide', decision)).toEqual(['flags.decided'])
    expect(life.do(helper, 'flags.decide', decision)).toBe('missing no-flag')
  })

  test('are not a way to learn of what one may not see', () => {
    const life = begin()
    const waits = { admission: 'ask', guestsWithInstructor: false, capacity: null }
    life.do(teacher, 'lobby.set', waits)
    life.join(50)
    const flag = (about: object) => life.do(ada, 'flags.raise', { about, reason: 'Who?' })
    expect(flag({ participant: id(50) })).toBe('missing nobody')
    expect(flag({ message: 1 })).toBe('missing no-message')
  })
})
