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
  command: { name, input } as RoomCommand,
  pause: 0,
})
const forbidVoice = move(teacher, 'class.configure', { forbidden: ['media.microphone'] })
const after = (...script: Move[]): RoomState =>
  play([...opening(), forbidVoice, ...script]).states.at(-1)!
const grants = (room: RoomState) => room.people.get(ann)?.granted
const invite = move(teacher, 'floor.invite', { participant: ann })
const thank = move(teacher, 'floor.thank', { participant: ann })

describe('the floor', () => {
  it('is offered to one person, whom nobody else but staff sees invited', () => {
    const room = after(invite)
    const seen = (participant: ParticipantId) =>
      projectRoom(room, { participant, kind: 'member' }).floor.invited.size
    expect([seen(ann), seen(ben)]).toEqual([1, 0])
  })

  it('comes with voice and stage when it is accepted, and goes with thanks', () => {
    const given = after(move(ann, 'hands.raise'), invite, move(ann, 'floor.accept'))
    expect(given.floor.speakers.has(ann)).toBe(true)
    expect(grants(given)).toEqual(['media.microphone', 'media.camera'])
    expect(given.stage.focus).toEqual({ kind: 'person', participant: ann })
    expect(given.hands.has(ann)).toBe(false)
    const returned = after(invite, move(ann, 'floor.accept'), thank)
    expect(returned.floor.speakers.size).toBe(0)
    expect(grants(returned)).toEqual([])
    expect(returned.stage.focus).toEqual({ kind: 'auto' })
  })

  it('that was let to a raised hand is returned too, and keeps what was granted before', () => {
    const camera = { participant: ann, permissions: ['media.camera'] }
    const letSpeak = move(teacher, 'hands.letSpeak', { participant: ann })
    const room = after(move(teacher, 'people.grant', camera), letSpeak, thank)
    expect(grants(room)).toEqual(['media.camera'])
  })

  it('is not taken by whoever is not invited, or declined', () => {
    const room = after(invite, move(ann, 'floor.decline'))
    expect(room.floor.invited.size).toBe(0)
    const context = { actor: ann, now: 1, id: testId(9_999) }
    const decision = roomRules.decide(room, { name: 'floor.accept', input: {} }, context)
    expect(isRefusal(decision) && decision.reason).toBe('no-invitation')
  })

  it('falls back when its holder leaves', () => {
    const room = after(invite, move(ann, 'floor.accept'), move(ann, 'people.leave'))
    expect(room.floor.speakers.size).toBe(0)
    expect(grants(room)).toEqual([])
  })
})
