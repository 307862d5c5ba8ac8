// Who hears what is said to whom, what staff may take away and give back, and how much is kept.
import { describe, expect, test } from 'vitest'
import type { Recipient } from '../contract/chat.ts'
import type { ParticipantId } from '../ids.ts'
import { recentMessages, recentPrivate, threadKey } from './chat.ts'
import { mostPairs } from './chat.decide.ts'
import { viewerOf } from './standing.ts'
import { roomRules } from './rules.ts'
import { projectRoom } from './state.ts'
import { testId } from './testing/cast.ts'
import { Life } from './testing/life.ts'

const id = (n: number) => testId<'participant'>(n)
const [teacher, helper, ada, bob] = [id(1), id(2), id(3), id(4)] as const

function begin(): Life {
  const life = new Life()
  life.join(1, { role: 'instructor' })
  life.join(2, { role: 'moderator' })
  life.join(3)
  life.join(4)
  life.join(5, { role: 'observer' })
  life.do(teacher, 'class.start', {})
  return life
}

const all: Recipient = { kind: 'all' }
const staff: Recipient = { kind: 'staff' }
const to = (participant: ParticipantId): Recipient => ({ kind: 'person', participant })

const say =
  (life: Life) =>
  (from: ParticipantId, recipient?: Recipient, text = 'hello') =>
    life.do(from, 'chat.say', { text, replyTo: null, to: recipient })

/** Whom the newest fact reaches. */
const reaches = (life: Life) => life.facts.at(-1)?.visibleTo

/** Texts that stand on somebody's screen, by conversation. */
function screenOf({ state }: Life, who: ParticipantId) {
  const { messages, threads } = projectRoom(state, viewerOf(state, who)).chat
  const texts = (list: typeof messages) => list.map(({ text }) => text).toArray()
  const entries = [...threads].map(([key, thread]) => [key, texts(thread.messages)] as const)
  return { all: texts(messages), ...Object.fromEntries(entries) }
}

describe('who hears it', () => {
  test('everybody, staff, one student’s desk, or two alone', () => {
    const life = begin()
    const cases: [ParticipantId, Recipient | undefined, unknown][] = [
      [ada, undefined, 'all'],
      [ada, all, 'all'],
      [ada, staff, ['staff', ada]],
      [ada, to(teacher), ['staff', ada]],
      [helper, to(ada), ['staff', ada]],
      [helper, staff, ['staff']],
      [ada, to(bob), [ada, bob]],
      [bob, to(ada), [ada, bob]],
      [teacher, to(helper), [teacher, helper]],
    ]
    for (const [from, recipient, expected] of cases) {
      expect(say(life)(from, recipient)).toEqual(['chat.said'])
      expect(reaches(life)).toEqual(expected)
    }
  })

  test('each sees their conversations and no others', () => {
    const life = begin()
    say(life)(ada, all, 'to all')
    say(life)(ada, staff, 'help')
    say(life)(teacher, to(ada), 'coming')
    say(life)(helper, staff, 'among us')
    say(life)(ada, to(bob), 'psst')
    const desk = { [threadKey(['staff', ada])]: ['help', 'coming'] }
    const pair = { [threadKey([ada, bob])]: ['psst'] }
    expect(screenOf(life, ada)).toEqual({ all: ['to all'], ...desk, ...pair })
    expect(screenOf(life, bob)).toEqual({ all: ['to all'], ...pair })
    expect(screenOf(life, helper)).toEqual({ all: ['to all'], ...desk, staff: ['among us'] })
    expect(screenOf(life, id(5))).toEqual({ all: ['to all'] })
  })

  test('not whom one cannot know, oneself, or who has left', () => {
    const life = begin()
    expect(say(life)(ada, to(id(99)))).toBe('missing nobody')
    expect(say(life)(ada, to(ada))).toBe('conflict oneself')
    life.leave(4)
    expect(say(life)(ada, to(bob))).toBe('missing nobody')
  })
})

test('a reply is to a message that all who read it may read', () => {
  const life = begin()
  const seqAfter = (saying: unknown) => (expect(saying).toEqual(['chat.said']), life.facts.length)
  const reply = (from: ParticipantId, replyTo: number, recipient: Recipient) =>
    life.do(from, 'chat.say', { text: 'yes', replyTo, to: recipient })
  const open = seqAfter(say(life)(ada, all))
  const desk = seqAfter(say(life)(ada, staff))
  expect(reply(bob, open, all)).toEqual(['chat.said'])
  expect(reply(bob, open, to(ada))).toEqual(['chat.said'])
  expect(reply(teacher, desk, to(ada))).toEqual(['chat.said'])
  expect(reply(teacher, desk, all)).toBe('missing no-message')
  expect(reply(bob, desk, to(teacher))).toBe('missing no-message')
  expect(reply(bob, 999, all)).toBe('missing no-message')
  expect(reply(bob, 1, all)).toBe('missing no-message')
})

describe('who may', () => {
  test('observers to nobody', () => {
    const life = begin()
    const tried = [all, staff, to(ada)].map((one) => say(life)(id(5), one))
    expect(tried).toEqual([
      'forbidden chat.send',
      'forbidden chat.toStaff',
      'forbidden chat.private',
    ])
  })

  test('with the chat switched off, students still reach staff; with private chat off, not each other', () => {
    const life = begin()
    life.do(teacher, 'class.configure', { forbidden: ['chat.send', 'chat.private'] })
    expect(say(life)(ada)).toBe('forbidden chat.send')
    expect(say(life)(ada, to(bob))).toBe('forbidden chat.private')
    expect(say(life)(ada, staff)).toEqual(['chat.said'])
    expect(say(life)(teacher, to(ada))).toEqual(['chat.said'])
  })

  test('slow mode slows what all read, nothing else', () => {
    const life = begin()
    life.do(teacher, 'moderation.slow', { seconds: 30 })
    expect(say(life)(ada)).toEqual(['chat.said'])
    expect(say(life)(ada)).toMatch(/^rateLimited/)
    expect(say(life)(ada, staff)).toEqual(['chat.said'])
    expect(say(life)(ada, to(bob))).toEqual(['chat.said'])
  })
})

describe('how much is kept', () => {
  test('so much of each conversation, whatever goes on in the others', () => {
    const life = begin()
    say(life)(ada, staff, 'first of all')
    for (let n = 0; n < recentMessages + 1; n += 1) say(life)(bob, all, `${n}`)
    for (let n = 0; n < recentPrivate + 1; n += 1) say(life)(ada, to(bob), `${n}`)
    const { messages, older, threads } = life.state.chat
    expect([messages.size, older]).toEqual([recentMessages, true])
    const pair = threads.get(threadKey([ada, bob]))
    expect([pair?.messages.size, pair?.older]).toEqual([recentPrivate, true])
    expect(threads.get(threadKey(['staff', ada]))).toMatchObject({ older: false })
  })

  test('nobody opens conversations without end, but old ones go on', () => {
    const life = begin()
    for (let n = 0; n < mostPairs + 1; n += 1) life.join(1_000 + n)
    for (let n = 0; n < mostPairs; n += 1) say(life)(ada, to(id(1_000 + n)))
    expect(say(life)(ada, to(bob))).toBe('conflict many-threads')
    expect(say(life)(ada, to(id(1_000)))).toEqual(['chat.said'])
    expect(say(life)(ada, staff)).toEqual(['chat.said'])
  })
})

describe('deleting and restoring', () => {
  const remove = (life: Life, who: ParticipantId, message: number) =>
    life.do(who, 'chat.delete', { message })
  const restore = (life: Life, who: ParticipantId) => (message: number, deletion: number) =>
    life.do(who, 'chat.restore', { message, deletion })
  const top = (life: Life) => life.facts.length

  test('what staff deleted comes back whole, to those who saw it', () => {
    const life = begin()
    say(life)(ada, staff, 'rude?')
    const message = top(life)
    expect(remove(life, helper, message)).toEqual(['chat.deleted', 'moderation.acted'])
    const deletion = message + 1
    expect(life.facts[message]?.visibleTo).toEqual(['staff', ada])
    expect(screenOf(life, ada)).toMatchObject({ [threadKey(['staff', ada])]: [null] })
    expect(restore(life, ada)(message, deletion)).toBe('forbidden chat.moderate')
    expect(restore(life, teacher)(message, deletion)).toEqual(['chat.restored', 'moderation.acted'])
    expect(life.facts.at(-2)).toMatchObject({ visibleTo: ['staff', ada], body: { text: 'rude?' } })
    expect(screenOf(life, ada)).toMatchObject({ [threadKey(['staff', ada])]: ['rude?'] })
    expect(restore(life, teacher)(message, deletion)).toEqual([])
  })

  test('what its author took back stays away, and staff cannot touch what they do not see', () => {
    const life = begin()
    say(life)(ada, all, 'oops')
    const own = top(life)
    remove(life, ada, own)
    expect(restore(life, teacher)(own, own + 1)).toBe('missing no-message')
    say(life)(ada, to(bob), 'psst')
    expect(remove(life, teacher, top(life))).toBe('missing no-message')
  })

  test('deleting it again hides what the restoring said, too', () => {
    const life = begin()
    say(life)(ada, all, 'hm')
    const message = top(life)
    remove(life, helper, message)
    restore(life, helper)(message, message + 1)
    const restored = life.facts.findIndex(({ type }) => type === 'chat.restored') + 1
    const context = { actor: ada, now: life.now, id: testId(9) }
    const command = { name: 'chat.delete', input: { message }, named: life.facts } as const
    const decision = roomRules.decide(life.state, command, context)
    expect(decision).toMatchObject([{ redacts: [message, restored], body: { by: 'author' } }])
  })
})
