import { describe, expect, it } from 'vitest'
import { isRefusal } from '../errors.ts'
import type { ParticipantId } from '../ids.ts'
import type { RoomCommand } from './command.ts'
import { roomRules } from './rules.ts'
import { projectRoom, type RoomState } from './state.ts'
import { cast, opening, play, testId, type Move } from './testing.ts'

const [teacher, , ann, ben] = cast as [ParticipantId, ParticipantId, ParticipantId, ParticipantId]

const move = (actor: ParticipantId, name: RoomCommand['name'], input: object = {}): Move => ({
  actor,
  command: { name, input },
  pause: 0,
})
const after = (script: Move[], start = opening()): RoomState =>
  play([...start, ...script]).states.at(-1) ?? roomRules.initial
const go = move(ann, 'away.go')

describe('away', () => {
  it('is said once, seen by others, and over when one is back', () => {
    const room = after([go])
    expect(projectRoom(room, { participant: ben, kind: 'member' }).away.has(ann)).toBe(true)
    const again = { actor: ann, now: 1, id: testId(9_999) }
    expect(roomRules.decide(room, { name: 'away.go', input: {} }, again)).toEqual([])
    expect(after([go, move(ann, 'away.return')]).away.size).toBe(0)
  })

  it('is over for whoever leaves or is sent out, and with the class', () => {
    for (const end of [
      move(ann, 'people.leave'),
      move(teacher, 'moderation.toLobby', { participant: ann, reason: '' }),
      move(teacher, 'class.end'),
    ])
      expect(after([go, end]).away.size).toBe(0)
  })

  it('is told to whoever may know the person, in a large class staff', () => {
    const { states, facts } = play([...opening({ crowd: 80 }), go])
    const room = states.at(-1) ?? roomRules.initial
    const seen = (participant: ParticipantId, kind: 'member' | 'staff') =>
      projectRoom(room, { participant, kind }).away.has(ann)
    expect([seen(teacher, 'staff'), seen(ann, 'member'), seen(ben, 'member')]).toEqual([
      true,
      true,
      false,
    ])
    expect(facts.at(-1)?.visibleTo).toEqual(['staff', ann])
  })

  it('is not said by whoever waits outside', () => {
    const room = after([move(teacher, 'moderation.toLobby', { participant: ann, reason: '' })])
    const context = { actor: ann, now: 1, id: testId(9_999) }
    const decision = roomRules.decide(room, { name: 'away.go', input: {} }, context)
    expect(isRefusal(decision)).toBe(true)
  })
})
