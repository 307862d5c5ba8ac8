// Polls over two nodes and real connections: one vote per person, tallies as they run, what anonymous means,
// closing in time, and pages of older polls.
import { expect, it, vi } from 'vitest'
import type { SignalName } from '../../shared/contract/index.ts'
import type { PollDefinition, PollTallyOf } from '../../shared/contract/polls.ts'
import type { PollId } from '../../shared/ids.ts'
import type { Pupil } from './pupil.ts'
import { openSchool } from './school.ts'
import { question } from './pollScene.ts'

async function ask(teacher: Pupil, more: Partial<PollDefinition> = {}): Promise<PollId> {
  await teacher.do('polls.ask', { definition: { ...question, ...more } })
  await teacher.until('the poll', ({ room }) => room.polls.open.size > 0)
  return teacher.room.polls.open.keySeq().last()!
}

const vote = (choice: number, poll: PollId) => ({ poll, choices: [choice], text: null })
const sees = (poll: PollId) => (pupil: Pupil) => pupil.room.polls.open.has(poll)

/** The newest of these tallies that somebody was told. */
function toldTally(pupil: Pupil, name: SignalName): PollTallyOf | undefined {
  const told = pupil.signals.filter((one) => one.name === name)
  return told.flatMap(({ data }) => (data as { tallies: PollTallyOf[] }).tallies).at(-1)
}

it('counts each person once over tabs and nodes, and forgets who voted what', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor', { node: 1 })
  const ann = await school.join('student', { node: 0 })
  const ben = await school.join('student', { node: 1 })
  const otherTab = await school.join('student', { node: 1, like: ann })
  const poll = await ask(teacher, { changes: false })
  for (const pupil of [ann, ben, otherTab]) await pupil.until('the poll', sees(poll))

  const first = await ann.do('polls.vote', vote(0, poll))
  expect(first.facts).toHaveLength(1)
  expect(await otherTab.refusal('polls.vote', vote(1, poll))).toMatchObject({ reason: 'voted' })
  await ben.do('polls.vote', vote(1, poll))
  await teacher.until('both votes', (p) => toldTally(p, 'polls.count')?.voters === 2)
  expect(toldTally(teacher, 'polls.count')?.counts).toEqual([1, 1])
  expect(toldTally(ben, 'polls.tally')).toBeUndefined()
  expect((await otherTab.ask('polls.mine', {})).votes).toEqual([vote(0, poll)])
  expect(await ann.ask('polls.tallies', {})).toEqual({ tallies: [] })
  const answers = teacher.connection.request('polls.answers', { poll })
  expect(await answers).toMatchObject({ ok: false, error: { code: 'conflict' } })

  const kept = async () => (await school.db.query('SELECT poll FROM poll_secrets')).rowCount
  expect(await kept()).toBe(1)
  await teacher.do('polls.close', { poll })
  await vi.waitFor(async () => expect(await kept()).toBe(0), { timeout: 10_000 })
  const rows = await school.db.query<{ text: string }>(
    `SELECT f::text AS text FROM facts f WHERE type = 'polls.voted'`,
  )
  expect(rows.rowCount).toBe(2)
  const everything = rows.rows.map(({ text }) => text).join()
  for (const { participant } of [ann, ben]) expect(everything).not.toContain(participant)
  const heard = JSON.stringify([teacher, ann, ben].map(({ told }) => told))
  expect(heard).not.toContain('polls.voted')
  expect(JSON.stringify(ben.told)).not.toContain('"right":[1]')
  expect(await ben.refusal('polls.vote', vote(1, poll))).toMatchObject({ reason: 'poll-over' })
})

it('takes no more votes of an anonymous poll whose secret is lost, rather than count somebody twice', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  const ann = await school.join('student', { node: 0 })
  const again = await school.join('student', { node: 1, like: ann })
  const poll = await ask(teacher)
  for (const pupil of [ann, again]) await pupil.until('the poll', sees(poll))
  await ann.do('polls.vote', vote(0, poll))
  await school.db.query('DELETE FROM poll_secrets')
  const { rooms } = school.live(1)
  const heard = async () => (await rooms.enter(school.room)).state.polls.open.get(poll)?.votes.size
  await vi.waitFor(async () => expect(await heard()).toBe(1), { timeout: 10_000 })
  expect(await again.refusal('polls.vote', vote(1, poll))).toMatchObject({
    reason: 'poll-secret-lost',
  })
})

it('tells a named vote to its voter, and to staff on request, also after the end', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const ann = await school.join('student', { name: 'Ann' })
  const ben = await school.join('student', { name: 'Ben' })
  const poll = await ask(teacher, { anonymous: false, results: 'live' })
  for (const pupil of [ann, ben]) await pupil.until('the poll', sees(poll))
  await ann.do('polls.vote', vote(0, poll))
  await ann.do('polls.vote', vote(1, poll))
  await ben.do('polls.vote', vote(1, poll))
  await ben.until('a live tally', (p) => toldTally(p, 'polls.tally')?.voters === 2)
  expect(toldTally(ben, 'polls.tally')?.counts).toEqual([0, 2])
  await ann.until('her vote', ({ room, participant }) => {
    return room.polls.open.get(poll)?.votes.get(participant)?.choices[0] === 1
  })
  expect(JSON.stringify(ben.told)).not.toContain(`"voter":"${ann.participant}"`)
  const expected = [
    { participant: ann.participant, name: 'Ann', choices: [1], text: null },
    { participant: ben.participant, name: 'Ben', choices: [1], text: null },
  ]
  const { answers } = await teacher.ask('polls.answers', { poll })
  expect(answers).toEqual(expect.arrayContaining(expected))
  await teacher.do('polls.reveal', { poll, right: true, texts: [] })
  await ben.until('the result', ({ room }) => room.polls.closed.first()?.revealed?.right !== null)
  expect((await teacher.ask('polls.answers', { poll })).answers).toEqual(
    expect.arrayContaining(expected),
  )
})

it('closes in time by itself, and pages through older polls', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const student = await school.join('student')
  for (let n = 0; n < 6; n += 1) {
    const poll = await ask(teacher, { question: `Poll ${n}`, seconds: n === 5 ? 5 : null })
    if (n < 5) await teacher.do('polls.close', { poll })
    await teacher.until('the end', ({ room }) => room.polls.open.size === 0)
  }
  const closing = (await school.readLog()).filter(({ type }) => type === 'polls.closed')
  expect(closing.at(-1)?.body).toMatchObject({ by: 'deadline' })
  await student.until('it to be closed', ({ room }) => room.polls.closed.size === 5)
  const { seq } = student.room.polls.closed.last()!
  const page = await student.ask('polls.page', { before: seq, limit: 5 })
  expect(page).toMatchObject({
    more: false,
    polls: [{ question: 'Poll 0', count: null, right: null }],
  })
  const first = await teacher.ask('polls.page', { before: null, limit: 2 })
  expect(first).toMatchObject({ more: true, polls: [{ right: [1], count: { voters: 0 } }, {}] })
})
