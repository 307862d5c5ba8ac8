import { describe, expect, it } from 'vitest'
import { isRefusal, type Refusal } from '../errors.ts'
import type { ParticipantId, QuestionId } from '../ids.ts'
import type { Draft, Fact } from '../log.ts'
import type { RoomCommand } from './command.ts'
import { show } from './marks.ts'
import { recentQuestions } from './questions.ts'
import { roomRules } from './rules.ts'
import { projectRoom } from './state.ts'
import { cast, opening, play, testId } from './testing.ts'
import type { Viewer } from './viewer.ts'

const [teacher, , ann, ben] = cast as [ParticipantId, ParticipantId, ParticipantId, ParticipantId]

/** A live class in which commands are given one after the other. */
function classroom() {
  const { facts: before, states } = play(opening())
  const facts: Fact[] = [...before]
  let room = states.at(-1)!
  const attempt = (actor: ParticipantId, command: RoomCommand) => {
    const seq = facts.length + 1
    return roomRules.decide(room, command, { actor, now: seq * 1_000, id: testId(seq + 5_000) })
  }
  return {
    facts,
    get questions() {
      return room.questions
    },
    as: (participant: ParticipantId) => {
      const viewer: Viewer = { participant, kind: participant === teacher ? 'staff' : 'member' }
      return projectRoom(room, viewer).questions
    },
    told: (participant: ParticipantId) => show(facts, { participant, kind: 'member' }),
    refusal(actor: ParticipantId, name: RoomCommand['name'], input: object): Refusal {
      const decision = attempt(actor, { name, input })
      if (!isRefusal(decision)) throw new Error('it was allowed')
      return decision
    },
    do(actor: ParticipantId, name: RoomCommand['name'], input: object): readonly Draft[] {
      const decision = attempt(actor, { name, input })
      if (isRefusal(decision)) throw new Error(decision.message)
      for (const { redacts: _, anonymous: __, ...draft } of decision) {
        const seq = facts.length + 1
        facts.push({ ...draft, seq, id: testId<'fact'>(seq), at: seq * 1_000, actor })
        room = roomRules.evolve(room, facts.at(-1)!)
      }
      return decision
    },
    ask(actor: ParticipantId, { text = 'Why?', anonymous = false } = {}): QuestionId {
      const [asked] = this.do(actor, 'questions.ask', { text, anonymous })
      return (asked!.body as { question: QuestionId }).question
    },
    count(question: QuestionId) {
      return room.questions.open.get(question)?.votes.size
    },
  }
}

describe('questions', () => {
  it('count each supporter once, and whoever asks supports', () => {
    const it = classroom()
    const question = it.ask(ann)
    for (const up of [true, true, false, true]) it.do(ben, 'questions.vote', { question, up })
    it.do(ann, 'questions.vote', { question, up: true })
    expect(it.count(question)).toBe(2)
    it.do(ben, 'questions.vote', { question, up: false })
    expect(it.count(question)).toBe(1)
  })

  it('without a name are known to staff and to their author alone', () => {
    const it = classroom()
    const question = it.ask(ann, { anonymous: true })
    const author = { participant: ann, name: 'person 2' }
    expect(it.as(teacher).open.get(question)).toMatchObject({ participant: null, author })
    expect(it.as(ann).open.get(question)).toMatchObject({ participant: null, author })
    expect(it.as(ben).open.get(question)).toMatchObject({ participant: null, author: null })
    const asked = it.told(ben).filter(({ type }) => type.startsWith('questions.'))
    expect(asked).toMatchObject([{ type: 'questions.asked', actor: null }])
    expect(JSON.stringify(asked)).not.toContain(ann)
    it.do(teacher, 'questions.configure', { anonymous: false })
    expect(it.refusal(ann, 'questions.ask', { text: 'x', anonymous: true }).reason).toBe(
      'questions-named',
    )
  })

  it('are held until approved, when everybody gets them whole', () => {
    const it = classroom()
    it.do(teacher, 'questions.configure', { approval: true })
    const question = it.ask(ann)
    expect(it.as(ben).open.size).toBe(0)
    expect(it.as(ann).open.get(question)?.state).toBe('held')
    const vote = { question, up: true }
    expect(it.refusal(ben, 'questions.vote', vote).reason).toBe('no-question')
    expect(it.refusal(ben, 'questions.delete', { question }).reason).toBe('no-question')
    it.do(teacher, 'questions.approve', { question })
    expect(it.as(ben).open.get(question)).toMatchObject({ text: 'Why?', participant: ann })
    it.do(ben, 'questions.vote', vote)
    expect(it.count(question)).toBe(2)
  })

  it('that were refused are held again when that is taken back', () => {
    const it = classroom()
    it.do(teacher, 'questions.configure', { approval: true })
    const question = it.ask(ann)
    it.do(teacher, 'questions.dismiss', { question })
    expect(it.as(ann).open.get(question)?.state).toBe('refused')
    expect(it.as(ben).open.size).toBe(0)
    it.do(teacher, 'questions.reopen', { question })
    expect(it.as(teacher).open.get(question)?.state).toBe('held')
  })

  it('are answered aloud one at a time', () => {
    const it = classroom()
    const first = it.ask(ann)
    const second = it.ask(ben)
    it.do(teacher, 'questions.take', { question: first })
    const marked = it.do(teacher, 'questions.take', { question: second })
    expect(marked.map(({ type }) => type)).toEqual(['questions.answered', 'questions.answering'])
    expect(marked.at(-1)?.body).toMatchObject({ chapter: true })
    expect(it.questions.answering?.question).toBe(second)
    expect(it.questions.closed.first()).toMatchObject({ question: first, end: { live: true } })
    it.do(teacher, 'questions.reopen', { question: second })
    expect(it.questions.answering).toBeNull()
    expect(it.questions.open.has(second)).toBe(true)
  })

  it('merge with their votes, one per person, and come apart as they were', () => {
    const it = classroom()
    const one = it.ask(ann)
    const other = it.ask(ben)
    it.do(teacher, 'questions.vote', { question: one, up: true })
    it.do(teacher, 'questions.vote', { question: other, up: true })
    it.do(teacher, 'questions.merge', { question: other, into: one })
    expect(it.count(one)).toBe(3)
    expect(it.as(ben).open.get(one)?.votes.has(ben)).toBe(true)
    expect(it.refusal(ann, 'questions.vote', { question: other, up: true }).reason).toBe(
      'question-closed',
    )
    it.do(teacher, 'questions.reopen', { question: other })
    expect([it.count(one), it.count(other)]).toEqual([2, 2])
  })

  it('that are held join others unseen, with their author’s vote', () => {
    const it = classroom()
    const known = it.ask(ben)
    it.do(teacher, 'questions.configure', { approval: true })
    const held = it.ask(ann, { anonymous: true })
    it.do(teacher, 'questions.merge', { question: held, into: known })
    expect(it.count(known)).toBe(2)
    expect(it.as(ben).closed.size).toBe(0)
    expect(it.as(ann).open.get(known)?.votes.has(ann)).toBe(true)
  })

  it('are deleted by their author or by staff, with every trace of their words', () => {
    const it = classroom()
    it.do(teacher, 'questions.configure', { approval: true })
    const question = it.ask(ann)
    it.do(teacher, 'questions.approve', { question })
    it.do(teacher, 'questions.answer', { question, text: 'Because.' })
    expect(it.refusal(ben, 'questions.delete', { question }).code).toBe('forbidden')
    const [deleted] = it.do(ann, 'questions.delete', { question })
    const last = it.facts.slice(-1)
    expect(show(last, { participant: ben, kind: 'member' })[0]?.actor).toBeNull()
    const words = it.facts.filter(({ body }) => 'text' in body).map(({ seq }) => seq)
    expect((deleted?.redacts ?? []).toSorted((a, b) => a - b)).toEqual(words)
    expect(it.questions.closed.size).toBe(0)
  })

  it('stay few: so many open ones of one person, so many closed ones kept', () => {
    const it = classroom()
    for (let n = 0; n < 10; n += 1) it.ask(ann)
    expect(it.refusal(ann, 'questions.ask', { text: 'x', anonymous: false }).reason).toBe(
      'questions-full',
    )
    for (let n = 0; n <= recentQuestions; n += 1)
      it.do(teacher, 'questions.dismiss', { question: it.ask(ben) })
    expect(it.questions.closed.size).toBe(recentQuestions)
    expect(it.questions.older).toBe(true)
  })

  it('end with the class', () => {
    const it = classroom()
    const question = it.ask(ann)
    it.do(teacher, 'questions.take', { question })
    it.do(teacher, 'class.end', {})
    expect(it.questions.answering).toBeNull()
    expect(it.questions.closed.first()?.end).toMatchObject({ kind: 'answered', live: true })
  })
})
