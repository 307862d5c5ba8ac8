// Who loses sight of cameras, from real decisions of a live class.
import { expect, test } from 'vitest'
import type { Actor } from '../../shared/log.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import { cast, opening, play, testId, type Move } from '../../shared/room/testing.ts'
import { hiddenBy } from './sight.ts'

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

/** What the last of the moves hides. */
function hiddenByLast(moves: readonly Move[]) {
  const earlier = play([...opening(), ...moves.slice(0, -1)]).facts.length
  const { facts, states } = play([...opening(), ...moves])
  return hiddenBy(facts.slice(earlier), states[earlier]!, states.at(-1)!)
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
  expect(hiddenByLast(moves)).toEqual({
    participants: expect.arrayContaining([student, guest, cast[4]]) as unknown,
    sources: [testId(101), testId(102)],
  })
  expect(hiddenByLast(moves)?.participants).not.toContain(helper)
})

test('nobody loses anything twice, by another switch, or by a word in the chat', () => {
  const hidden = [camera(student), forbid(['media.seeCameras'])]
  expect(hiddenByLast([...hidden, forbid(['media.seeCameras', 'chat.send'])])).toBeNull()
  expect(hiddenByLast([camera(student), forbid(['media.camera'])])).toBeNull()
  const said = act(student, 'chat.say', { text: 'hi', replyTo: null, files: [] })
  expect(hiddenByLast([camera(student), said])).toBeNull()
})

test('who alone was allowed loses it with the grant, and who was staff with the role', () => {
  const one = { participant: guest, permissions: ['media.seeCameras'] }
  const start = [camera(student), forbid(['media.seeCameras'])]
  const granted = [...start, act(teacher, 'people.grant', one)]
  expect(hiddenByLast(granted)).toBeNull()
  const ungranted = hiddenByLast([...granted, act(teacher, 'people.ungrant', one)])
  expect(ungranted?.participants).toEqual([guest])
  const demote = act(teacher, 'people.appoint', { participant: helper, role: 'student' })
  expect(hiddenByLast([...start, demote])?.participants).toEqual([helper])
})

test('restricting one person hides them from that person alone', () => {
  taken = 100
  expect(hiddenByLast([camera(guest), restrict])).toEqual({
    participants: [student],
    sources: [testId<'source'>(100)],
  })
})
