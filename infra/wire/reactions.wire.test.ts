// Reactions and pace feedback over two nodes: many taps become few sums that are exact, the forbidden
// count nowhere, and only staff hear of the pace.
import { expect, it } from 'vitest'
import type { SignalData } from '../../shared/contract/index.ts'
import type { Emoji } from '../../shared/contract/reactionLimits.ts'
import type { Pupil } from './pupil.ts'
import { openSchool } from './school.ts'

type Burst = SignalData<'reactions.burst'>
const bursts = ({ signals }: Pupil) =>
  signals.filter(({ name }) => name === 'reactions.burst').map(({ data }) => data as Burst)
const sum = (pupil: Pupil, emoji: Emoji) =>
  bursts(pupil).reduce((all, { counts }) => all + (counts[emoji] ?? 0), 0)
const gauges = ({ signals }: Pupil) =>
  signals.filter(({ name }) => name === 'reactions.gauge').map(({ data }) => data)
const react = ({ connection }: Pupil, emoji: Emoji) => {
  connection.signal('reactions.send', { emoji })
}
const say = ({ connection }: Pupil, pace: string) => {
  connection.signal('reactions.pace', { pace })
}
/** What somebody sent before is dealt with on their node. */
const settled = (pupils: readonly Pupil[]) =>
  Promise.all(pupils.map((pupil) => pupil.ask('room.renew', {})))

it('gathers 100 taps of several people into few signals, leaving out who may not', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor', { node: 1 })
  const ann = await school.join('student', { node: 0, name: 'Ann' })
  const ben = await school.join('guest', { node: 1, name: 'Ben' })
  const cid = await school.join('student', { node: 0, name: 'Cid' })
  const observer = await school.join('observer', { node: 1 })
  await teacher.do('moderation.restrict', {
    participant: cid.participant,
    permissions: ['reactions.send'],
    on: false,
    reason: '',
  })
  await cid.until('the restriction', ({ room, participant }) =>
    Boolean(room.people.get(participant)?.denied.includes('reactions.send')),
  )
  for (let n = 0; n < 50; n += 1) {
    react(ann, '👏')
    react(ben, n % 2 === 0 ? '👏' : '🎉')
    react(cid, '😂')
    react(observer, '😂')
  }
  await settled([ann, ben, cid, observer])
  const everybody = [teacher, ann, ben, cid, observer]
  for (const pupil of everybody)
    await pupil.until('all taps', () => sum(pupil, '👏') === 75 && sum(pupil, '🎉') === 25)
  for (const pupil of everybody) {
    expect(sum(pupil, '😂')).toBe(0)
    expect(bursts(pupil).length).toBeLessThan(20)
    const names = bursts(pupil).flatMap(({ people }) => people.map((one) => one.participant))
    expect(new Set(names)).toEqual(new Set([ann.participant, ben.participant]))
    expect(pupil.signals.map(({ name }) => name)).not.toContain('reactions.send')
  }

  // For all: from the moment of the decision, and open to one who was granted it.
  await teacher.do('class.configure', { forbidden: ['reactions.send'] })
  await teacher.do('people.grant', {
    participant: ben.participant,
    permissions: ['reactions.send'],
  })
  await ann.until('the grant', ({ room }) =>
    Boolean(room.people.get(ben.participant)?.granted.includes('reactions.send')),
  )
  react(ann, '😮')
  await settled([ann])
  react(ben, '❤️')
  await teacher.until('who may', () => sum(teacher, '❤️') === 1)
  expect(sum(teacher, '😮')).toBe(0)

  // The recording has the same sums, whichever node counted.
  const counted = () =>
    teacher.told.filter(({ type }) => type === 'reactions.counted').map(({ body }) => body as Burst)
  const kept = (emoji: Emoji) =>
    counted().reduce((all, { counts }) => all + (counts[emoji] ?? 0), 0)
  await teacher.until('the totals', () => kept('👏') + kept('🎉') + kept('❤️') === 101)
  expect([kept('👏'), kept('😂'), kept('😮')]).toEqual([75, 0, 0])
  expect(school.troubles).toEqual([])
})

it('tells staff alone what people say of the pace, each person once', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor', { node: 1 })
  const ann = await school.join('student', { node: 0, name: 'Ann' })
  const otherTab = await school.join('student', { node: 1, like: ann })
  const ben = await school.join('student', { node: 1, name: 'Ben' })
  const newest = (pupil: Pupil) => JSON.stringify(gauges(pupil).at(-1) ?? null)
  const tells = (slower: number, faster: number, lost: number) => (pupil: Pupil) =>
    newest(pupil) === JSON.stringify({ slower, faster, lost })
  expect(otherTab.participant).toBe(ann.participant)

  say(ann, 'slower')
  say(ben, 'slower')
  await teacher.until('two', tells(2, 0, 0))
  say(otherTab, 'slower')
  await settled([otherTab])
  say(otherTab, 'lost')
  await teacher.until('one who is lost', tells(1, 0, 1))
  const late = await school.join('moderator', { node: 0 })
  expect(await late.ask('reactions.readGauge', {})).toEqual({ slower: 1, faster: 0, lost: 1 })
  say(ben, 'none')
  for (const pupil of [teacher, late]) await pupil.until('who took it back', tells(0, 0, 1))

  // Who is forbidden to say it has not said it, and who is gone is not lost.
  await teacher.do('moderation.restrict', {
    participant: ann.participant,
    permissions: ['reactions.send'],
    on: false,
    reason: '',
  })
  for (const pupil of [teacher, late]) await pupil.until('nobody', tells(0, 0, 0))
  say(ben, 'faster')
  await late.until('one more', tells(0, 1, 0))
  await ben.do('people.leave', {})
  await teacher.until('nobody again', tells(0, 0, 0))

  for (const pupil of [ann, otherTab, ben]) {
    expect(pupil.signals.map(({ name }) => name)).not.toContain('reactions.gauge')
    expect(pupil.signals.map(({ name }) => name)).not.toContain('reactions.standings')
  }
  expect(await ann.connection.request('reactions.readGauge', {})).toMatchObject({
    ok: false,
    error: { code: 'forbidden' },
  })
  // This school has no sfu to tell that somebody left.
  expect(school.troubles.filter(({ msg }) => msg !== 'leave')).toEqual([])
})
