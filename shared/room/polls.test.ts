// The rules of polls, one by one.
import { describe, expect, test } from 'vitest'
import type { PollDefinition } from '../contract/polls.ts'
import { isRefusal } from '../errors.ts'
import type { ParticipantId, PollId } from '../ids.ts'
import type { Actor, Fact } from '../log.ts'
import type { RoomCommand } from './command.ts'
import { show } from './marks.ts'
import { flawOf, tallyOf } from './pollTally.ts'
import { roomChores, roomRules } from './rules.ts'
import { evolveRoom, initialRoom, projectRoom, type RoomState } from './state.ts'
import { cast, opening, play, testId } from './testing.ts'
import type { Viewer } from './viewer.ts'

const [teacher, , ann, ben] = cast as [Actor, Actor, ParticipantId, ParticipantId]
const base: PollDefinition = {
  kind: 'single',
  question: 'Which?',
  options: ['a', 'b', 'c'],
  min: 1,
  max: 1,
  scale: null,
  anonymous: false,
  changes: true,
  results: 'reveal',
  right: [],
  seconds: null,
}

/** A live class in which one acts and looks. */
function lesson() {
  let facts: readonly Fact[] = play(opening()).facts
  let state: RoomState = facts.reduce(evolveRoom, initialRoom)
  let now = facts.at(-1)?.at ?? 0
  const run = (actor: Actor, command: Omit<RoomCommand, 'input'> & { input: object }) => {
    const context = { actor, now, id: testId(10_000 + facts.length) }
    const decision = roomRules.decide(state, command, context)
    if (isRefusal(decision)) return decision
    const author = decision.some(({ anonymous }) => anonymous === true) ? null : actor
    for (const { redacts: _, anonymous: __, ...draft } of decision) {
      const seq = facts.length + 1
      const fact = { ...draft, seq, id: testId<'fact'>(seq), at: now, actor: author }
      facts = [...facts, fact]
      state = evolveRoom(state, fact)
    }
    return decision.map(({ type }) => type)
  }
  return {
    get state() {
      return state
    },
    get facts() {
      return facts
    },
    pass: (ms: number) => {
      now += ms
    },
    run,
    ask: (more: Partial<PollDefinition> = {}): PollId => {
      const told = run(teacher, { name: 'polls.ask', input: { definition: { ...base, ...more } } })
      const poll = state.polls.open.keySeq().last()
      if (poll === undefined) throw new Error(JSON.stringify(told))
      return poll
    },
    vote: (actor: Actor, poll: PollId, choices: number[]) =>
      run(actor, { name: 'polls.vote', input: { poll, choices, text: null } }),
    counts: (poll: PollId) => state.polls.closed.find((one) => one.poll === poll)?.count,
    seenBy: (viewer: Viewer) => JSON.stringify([show(facts, viewer), projectRoom(state, viewer)]),
  }
}

const student: Viewer = { participant: ben, kind: 'member' }

describe('voting', () => {
  test('a person has one vote, which may change while it is open', () => {
    const class_ = lesson()
    const poll = class_.ask()
    class_.vote(ann, poll, [0])
    class_.vote(ben, poll, [1])
    expect(class_.vote(ann, poll, [2])).toEqual(['polls.voted'])
    expect(class_.vote(ann, poll, [2])).toEqual([])
    class_.run(teacher, { name: 'polls.close', input: { poll } })
    expect(class_.counts(poll)).toEqual({ counts: [0, 1, 1], voters: 2, texts: [] })
    expect(class_.vote(ann, poll, [0])).toMatchObject({ reason: 'poll-over' })
  })

  test('where changes are not allowed the first vote stands', () => {
    const class_ = lesson()
    const poll = class_.ask({ changes: false })
    class_.vote(ann, poll, [0])
    expect(class_.vote(ann, poll, [1])).toMatchObject({ code: 'conflict', reason: 'voted' })
    expect(class_.vote(ann, poll, [0])).toEqual([])
  })

  test.each([
    [{}, [3]],
    [{}, [0, 1]],
    [{}, []],
    [{ kind: 'multiple', min: 2, max: 2 }, [0]],
    [{ kind: 'multiple', max: 2 }, [0, 1, 2]],
    [{ kind: 'multiple', max: 2 }, [1, 1]],
    [{ kind: 'trueFalse', options: [] }, [2]],
  ] as const)('refuses what is no answer: %j %j', (more, choices) => {
    const class_ = lesson()
    const poll = class_.ask(more as Partial<PollDefinition>)
    expect(class_.vote(ann, poll, [...choices])).toMatchObject({ reason: 'no-answer' })
  })

  test('refuses late votes by the deadline itself, and a chore closes', () => {
    const class_ = lesson()
    const poll = class_.ask({ seconds: 10 })
    class_.vote(ann, poll, [0])
    const [chore] = roomChores(class_.state).filter(({ name }) => name === 'polls.expire')
    expect(class_.run('system', { name: 'polls.expire', input: { poll } })).toMatchObject({
      reason: 'not-due',
    })
    class_.pass(10_001)
    expect(class_.vote(ben, poll, [0])).toMatchObject({ reason: 'poll-over' })
    expect(chore).toMatchObject({ key: `polls.expire:${poll}:${chore?.at ?? 0}` })
    expect(class_.run('system', chore as never)).toEqual(['polls.closed', 'polls.counted'])
    expect(class_.run('system', chore as never)).toEqual([])
  })

  test('an anonymous vote names nobody, anywhere, and is still one per person', () => {
    const class_ = lesson()
    const poll = class_.ask({ anonymous: true, changes: false })
    const before = class_.facts.length
    expect(class_.vote(ann, poll, [0])).toMatchObject({ code: 'unavailable' })
    const blindly = (choice: number) => {
      const input = { poll, choices: [choice], text: null }
      return class_.run(ann, { name: 'polls.vote', input, blind: 'x1' })
    }
    expect(blindly(0)).toEqual(['polls.voted'])
    expect(blindly(1)).toMatchObject({ reason: 'voted' })
    const made = class_.facts.slice(before)
    expect(made).toMatchObject([{ actor: null, visibleTo: [], body: { voter: 'x1' } }])
    expect(JSON.stringify(made)).not.toContain(ann)
  })

  test('closing can be taken back within a minute, with all votes, but not where nobody knows whose they are', () => {
    const class_ = lesson()
    const poll = class_.ask({ changes: false, seconds: 30 })
    class_.vote(ann, poll, [1])
    const close = { name: 'polls.close', input: { poll } } as const
    const reopen = { name: 'polls.reopen', input: { poll } } as const
    class_.run(teacher, close)
    expect(class_.run(teacher, reopen)).toEqual(['polls.reopened'])
    expect(class_.vote(ann, poll, [0])).toMatchObject({ reason: 'voted' })
    class_.pass(60_000)
    expect(class_.vote(ben, poll, [1])).toEqual(['polls.voted'])
    class_.run(teacher, close)
    expect(class_.counts(poll)).toMatchObject({ counts: [0, 2, 0] })
    class_.pass(60_001)
    expect(class_.run(teacher, reopen)).toMatchObject({ reason: 'poll-over' })

    const hidden = class_.ask({ anonymous: true })
    class_.run(teacher, { name: 'polls.close', input: { poll: hidden } })
    const again = class_.run(teacher, { name: 'polls.reopen', input: { poll: hidden } })
    expect(again).toMatchObject({ reason: 'poll-over' })
  })

  test('ends with the class, counted', () => {
    const class_ = lesson()
    const poll = class_.ask()
    class_.vote(ann, poll, [1])
    class_.run(teacher, { name: 'class.end', input: {} })
    expect(class_.counts(poll)).toMatchObject({ voters: 1 })
  })
})

describe('what students see', () => {
  test('right answers are in nothing they may see before they are shown', () => {
    const class_ = lesson()
    const poll = class_.ask({ right: [2] })
    class_.vote(ben, poll, [1])
    class_.run(teacher, { name: 'polls.close', input: { poll } })
    const found = (viewer: Viewer) => class_.seenBy(viewer).includes('"right":[2]')
    expect([found(student), found({ ...student, kind: 'staff' })]).toEqual([false, true])
    class_.run(teacher, { name: 'polls.publish', input: { poll, stage: true, chat: false } })
    expect(found(student)).toBe(false)
    class_.run(teacher, { name: 'polls.reveal', input: { poll, right: true, texts: [] } })
    expect(found(student)).toBe(true)
  })

  test('the tally is nobody’s but staff’s before it is shown, others’ votes never', () => {
    const class_ = lesson()
    const poll = class_.ask()
    class_.vote(ann, poll, [1])
    class_.run(teacher, { name: 'polls.close', input: { poll } })
    expect(class_.seenBy(student)).not.toContain('"counts"')
    expect(class_.seenBy(student)).not.toContain('"voter"')
    expect(
      class_.run(teacher, { name: 'polls.reveal', input: { poll, right: false, texts: [] } }),
    ).toEqual(['polls.revealed'])
    expect(class_.seenBy(student)).toContain('"counts":[0,1,0]')
  })

  test('of a secret result nothing can be shown', () => {
    const class_ = lesson()
    const poll = class_.ask({ results: 'never' })
    const reveal = { name: 'polls.reveal', input: { poll, right: false, texts: [] } } as const
    expect(class_.run(teacher, reveal)).toMatchObject({ reason: 'poll-secret' })
    class_.run(teacher, { name: 'polls.close', input: { poll } })
    const publish = { name: 'polls.publish', input: { poll, stage: true, chat: true } } as const
    expect(class_.run(teacher, publish)).toMatchObject({ reason: 'poll-secret' })
  })

  test('of texts only the chosen ones are shown', () => {
    const class_ = lesson()
    const poll = class_.ask({ kind: 'text', options: [] })
    const write = (actor: Actor, text: string) =>
      class_.run(actor, { name: 'polls.vote', input: { poll, choices: [], text } })
    write(ann, 'The sea')
    write(ben, 'rude words')
    class_.run(teacher, { name: 'polls.reveal', input: { poll, right: false, texts: ['The sea'] } })
    const viewer: Viewer = { participant: testId<'participant'>(99), kind: 'member' }
    expect(class_.seenBy(viewer)).toContain('The sea')
    expect(class_.seenBy(viewer)).not.toContain('rude words')
  })

  test('a quick poll that was a mistake leaves nothing', () => {
    const class_ = lesson()
    const poll = class_.ask()
    class_.run(teacher, { name: 'polls.discard', input: { poll } })
    expect(class_.state.polls.open.size + class_.state.polls.closed.size).toBe(0)
  })
})

describe('definitions and counting', () => {
  test.each([
    [{ options: ['a'] }, /two/],
    [{ options: ['a', 'a'] }, /once/],
    [{ kind: 'text' }, /options/],
    [{ kind: 'scale', options: [] }, /scale/],
    [{ kind: 'multiple', max: 4 }, /max/],
    [{ max: 2 }, /max/],
    [{ right: [3] }, /right/],
    [{ right: [0, 1] }, /right/],
    [{ kind: 'text', options: [], results: 'live' }, /results/],
  ] as const)('%j is flawed', (more, flaw) => {
    expect(flawOf({ ...base, ...more } as PollDefinition)).toMatch(flaw)
    const class_ = lesson()
    const definition = { ...base, ...more }
    const refused = class_.run(teacher, { name: 'polls.ask', input: { definition } })
    expect(refused).toMatchObject({ code: 'invalid' })
  })

  test('equal texts count together, the most frequent first', () => {
    const asked = { kind: 'text', options: [], scale: null } as const
    const answers = ['Sea', ' the  sea', 'The sea', 'sea'].map((text) => ({ choices: [], text }))
    expect(tallyOf(asked, answers).texts).toEqual([
      { text: 'Sea', count: 2 },
      { text: ' the  sea', count: 2 },
    ])
  })

  test('state keeps five closed polls and says that there are older ones', () => {
    const class_ = lesson()
    for (let n = 0; n < 7; n += 1)
      class_.run(teacher, { name: 'polls.close', input: { poll: class_.ask() } })
    expect(class_.state.polls).toMatchObject({ older: true })
    expect(class_.state.polls.closed.size).toBe(5)
  })
})
