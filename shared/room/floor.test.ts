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
const forbidVoice = move(teacher, 'class.configure', { forbidden: ['media.microphone'] })
const after = (...script: Move[]): RoomState =>
  play([...opening(), forbidVoice, ...script]).states.at(-1)!
const grants = (room: RoomState) => room.people.get(ann)?.granted
const invite = move(teacher, 'floor.invite', { participant: ann })
const silence = move(teacher, 'moderation.restrict', {
  participant: ann,
  permissions: ['media.microphone', 'chat.send'],
  on: false,
  reason: 'noise',
})
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

  it('is for those who are in: of who waits outside nobody is told', () => {
    const out = move(teacher, 'moderation.toLobby', { participant: ann, reason: '' })
    const outside = after(out)
    for (const name of ['floor.invite', 'hands.letSpeak'] as const) {
      const command = { name, input: { participant: ann } }
      const context = { actor: teacher, now: 0, id: testId(900) }
      const decision = roomRules.decide(outside, command, context)
      expect(decision).toMatchObject({ code: 'missing', reason: 'nobody' })
    }
  })

  it('lifts what was taken from one person, on record, for as long as they have it', () => {
    const given = play([...opening(), silence, invite, move(ann, 'floor.accept')])
    expect(given.states.at(-1)!.people.get(ann)?.denied).toEqual(['chat.send'])
    const acts = given.facts.filter(({ type }) => type === 'moderation.acted')
    expect(acts.map(({ actor, body }) => [actor, body])).toMatchObject([
      [teacher, { act: 'restricted' }],
      [teacher, { act: 'allowed', permissions: ['media.microphone'] }],
    ])
    for (const end of [thank, move(ann, 'people.leave')]) {
      const room = after(silence, invite, move(ann, 'floor.accept'), end)
      expect(room.people.get(ann)?.denied).toEqual(['chat.send', 'media.microphone'])
    }
  })

  it('is let to a raised hand whose microphone was taken, and ends an invitation', () => {
    const room = after(silence, invite, move(teacher, 'hands.letSpeak', { participant: ann }))
    expect(room.people.get(ann)?.denied).toEqual(['chat.send'])
    expect(room.floor.invited.size).toBe(0)
  })

  it('is lost, as the invitation is, to whom the microphone is taken afterwards', () => {
    const invited = after(invite, silence)
    expect(invited.floor.invited.size).toBe(0)
    const speaking = after(invite, move(ann, 'floor.accept'), silence)
    expect(speaking.floor.speakers.size).toBe(0)
    expect(grants(speaking)).toEqual([])
    expect(speaking.people.get(ann)?.denied).toEqual(['media.microphone', 'chat.send'])
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
