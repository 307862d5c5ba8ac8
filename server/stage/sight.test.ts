// Who loses sight and hearing of others, from real decisions of a live class.
import { expect, test } from 'vitest'
import type { Actor } from '../../shared/log.ts'
import type { BreakoutId } from '../../shared/ids.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import { cast, opening, play, testId, type Move } from '../../shared/room/testing.ts'
import { hiddenFrom, losingSight } from './sight.ts'

const [teacher, helper, student, guest] = cast as [Id, Id, Id, Id, Id]
type Id = (typeof cast)[number]

const act = (actor: Actor, name: RoomCommand['name'], input: object): Move => ({
  actor,
  command: { name, input },
  pause: 0,
})

let taken = 100
const camera = (participant: Id): Move =>
  act('system', 'sources.open', {
    source: testId<'source'>(taken++),
    participant,
    session: testId<'session'>(11),
    kind: 'camera',
    node: 'a',
    incarnation: testId<'incarnation'>(21),
    paused: false,
  })

/** By the last so many of the moves together: who loses something, and since which of their facts. */
function losingByLast(count: number, moves: readonly Move[]) {
  const earlier = play([...opening(), ...moves.slice(0, -count)]).facts.length
  const { facts, states } = play([...opening(), ...moves])
  return { losing: losingSight(facts.slice(earlier), states[earlier]!), after: states.at(-1)! }
}

/** What the last of the moves hides. */
function hiddenByLast(moves: readonly Move[]) {
  const { losing, after } = losingByLast(1, moves)
  return hiddenFrom(losing.keys(), after)
}

const restrict = act(helper, 'moderation.restrict', {
  participant: student,
  permissions: ['media.seeCameras'],
  on: false,
  reason: '',
})
const forbid = (forbidden: string[]) => act(teacher, 'class.configure', { forbidden })

test('forbidding hides students’ cameras from everybody who is not staff', () => {
  taken = 100
  const moves = [camera(teacher), camera(student), camera(guest), forbid(['media.seeCameras'])]
  const [hidden, ...more] = hiddenByLast(moves)
  expect(hidden?.participants.toSorted()).toEqual([student, guest, cast[4]])
  expect(hidden?.sources).toEqual([testId(101), testId(102)])
  expect(more).toEqual([])
})

test('nobody loses anything twice, by another switch, or by a word in the chat', () => {
  const hidden = [camera(student), forbid(['media.seeCameras'])]
  expect(hiddenByLast([...hidden, forbid(['media.seeCameras', 'chat.send'])])).toEqual([])
  expect(hiddenByLast([camera(student), forbid(['media.camera'])])).toEqual([])
  const said = act(student, 'chat.say', { text: 'hi', replyTo: null, files: [] })
  expect(hiddenByLast([camera(student), said])).toEqual([])
})

test('who alone was allowed loses it with the grant, and who was staff with the role', () => {
  const one = { participant: guest, permissions: ['media.seeCameras'] }
  const start = [camera(student), forbid(['media.seeCameras'])]
  const granted = [...start, act(teacher, 'people.grant', one)]
  expect(hiddenByLast(granted)).toEqual([])
  const ungranted = hiddenByLast([...granted, act(teacher, 'people.ungrant', one)])
  expect(ungranted).toMatchObject([{ participants: [guest] }])
  const demote = act(teacher, 'people.appoint', { participant: helper, role: 'student' })
  expect(hiddenByLast([...start, demote])).toMatchObject([{ participants: [helper] }])
})

test('restricting one person hides them from that person alone', () => {
  taken = 100
  expect(hiddenByLast([camera(guest), restrict])).toEqual([
    { participants: [student], sources: [testId<'source'>(100)] },
  ])
})

/** Student and guest each in a room of their own, planned and open. */
function apart() {
  const plan = act(teacher, 'breakouts.plan', {
    names: ['Owls', 'Foxes'],
    assign: 'nobody',
    choice: false,
  })
  const [owls, foxes] = play([...opening(), plan])
    .states.at(-1)!
    .breakouts.rooms.keys() as unknown as [BreakoutId, BreakoutId]
  const place = (participant: Id, breakout: BreakoutId | null) =>
    act(teacher, 'breakouts.place', { participants: [participant], breakout })
  const open = act(teacher, 'breakouts.open', { minutes: null })
  return { owls, foxes, place, planned: [plan, place(student, owls), place(guest, foxes)], open }
}

test('rooms that open part who is in them from the class and from each other', () => {
  const { planned, open } = apart()
  taken = 100
  // Rooms come first: their ids are of the moment.
  const moves = [...planned, camera(teacher), camera(student), camera(guest), open]
  expect(hiddenByLast(moves)).toEqual([
    { participants: [student], sources: [testId(100), testId(102)] },
    { participants: [guest], sources: [testId(100), testId(101)] },
    { participants: [cast[4]], sources: [testId(101), testId(102)] },
  ])
})

test('who is moved loses those they leave, and those lose them', () => {
  const { planned, open, place, owls } = apart()
  taken = 100
  const start = [...planned, open, camera(teacher), camera(student), camera(guest)]
  expect(hiddenByLast([...start, place(guest, owls)])).toEqual([])
  const [both, back] = [place(guest, owls), place(guest, null)]
  expect(hiddenByLast([...start, both, back])).toEqual([
    { participants: [student], sources: [testId(100), testId(102)] },
    { participants: [guest], sources: [testId(101)] },
  ])
})

test('a voice to all that ends is hidden from all rooms but where it is', () => {
  const { planned, open } = apart()
  taken = 100
  const speak = (on: boolean) => act(teacher, 'breakouts.speak', { on })
  const start = [...planned, open, camera(teacher)]
  expect(hiddenByLast([...start, speak(true)])).toEqual([])
  expect(hiddenByLast([...start, speak(true), speak(false)])).toEqual([
    { participants: [student], sources: [testId(100)] },
    { participants: [guest], sources: [testId(100)] },
  ])
})

test('who could see somebody between two facts that come at once loses them too', () => {
  const { planned, open, place, owls } = apart()
  taken = 100
  const start = [...planned, open, camera(student)]
  const { losing, after } = losingByLast(2, [...start, place(guest, owls), place(guest, null)])
  expect([...losing.keys()]).toEqual([guest])
  expect(hiddenFrom(losing.keys(), after)).toEqual([
    { participants: [guest], sources: [testId<'source'>(100)] },
  ])
  expect(losingByLast(1, [...start, place(guest, owls)]).losing.size).toBe(0)
})
