// Breakout rooms: who is where, who is told, and what becomes of them.
import { describe, expect, test } from 'vitest'
import type { BreakoutId, ParticipantId } from '../ids.ts'
import { breakoutLimits } from '../contract/breakoutLimits.ts'
import { rightOf } from '../board/rights.ts'
import { placeOf, reaches } from './breakouts.ts'
import { roomChores } from './rules.ts'
import { viewerOf } from './standing.ts'
import { projectRoom } from './state.ts'
import { testId } from './testing/cast.ts'
import { Life } from './testing/life.ts'

const id = (n: number) => testId<'participant'>(n)
const [teacher, helper, ada, bob, cid, watcher] = [1, 2, 3, 4, 5, 6].map(id) as [
  ParticipantId,
  ParticipantId,
  ParticipantId,
  ParticipantId,
  ParticipantId,
  ParticipantId,
]

class Rooms extends Life {
  constructor() {
    super()
    this.join(1, { role: 'instructor' })
    this.join(2, { role: 'moderator' })
    for (const n of [3, 4, 5]) this.join(n)
    this.join(6, { role: 'observer' })
    this.do(teacher, 'class.start', {})
  }

  by(actor: ParticipantId | 'system', verb: string, input: object = {}) {
    return this.do(actor, `breakouts.${verb}` as 'breakouts.open', input)
  }

  act(verb: string, input: object = {}) {
    return this.by(teacher, verb, input)
  }

  get ids(): BreakoutId[] {
    return [...this.state.breakouts.rooms.keys()]
  }

  plan(names = ['Owls', 'Foxes'], { assign = 'nobody', choice = false } = {}) {
    this.act('plan', { names, assign, choice })
    return this.ids
  }

  place(who: ParticipantId, breakout: BreakoutId | null | undefined) {
    return this.act('place', { participants: [who], breakout })
  }

  where(who: ParticipantId) {
    return placeOf(this.state.breakouts, who)
  }

  /** Ada is with the owls, Bob with the foxes, Cid with the class. */
  opened(more: { choice?: boolean; minutes?: number | null } = {}) {
    const { choice = false, minutes = null } = more
    const [owls, foxes] = this.plan(['Owls', 'Foxes'], { choice }) as [BreakoutId, BreakoutId]
    this.place(ada, owls)
    this.place(bob, foxes)
    this.act('open', { minutes })
    return { owls, foxes }
  }

  hears(one: ParticipantId, other: ParticipantId) {
    return reaches(this.state.breakouts, other, one)
  }

  say(who: ParticipantId, to: object, replyTo: number | null = null) {
    return this.do(who, 'chat.say', { text: 'hello', replyTo, to })
  }

  seenBy(who: ParticipantId) {
    return projectRoom(this.state, viewerOf(this.state, who))
  }
}

describe('planning', () => {
  test('at random, everybody but staff and observers is in one, in even groups', () => {
    const life = new Rooms()
    for (let n = 10; n < 17; n += 1) life.join(n)
    const rooms = life.plan(['a', 'b', 'c', 'd'], { assign: 'random' })
    const { placements } = life.state.breakouts
    expect(placements.size).toBe(10)
    expect([teacher, helper, watcher].some((one) => placements.has(one))).toBe(false)
    const sizes = rooms.map((room) => placements.count((where) => where === room))
    expect(sizes.sort()).toEqual([2, 2, 3, 3])
  })

  test('at random, nobody is drawn who lost the connection or is away, and the others evenly', () => {
    const life = new Rooms()
    for (let n = 10; n < 15; n += 1) life.join(n)
    for (const n of [3, 4, 10]) life.drop(n)
    life.do(id(11), 'away.go', {})
    const rooms = life.plan(['a', 'b'], { assign: 'random' })
    const { placements } = life.state.breakouts
    expect([...placements.keys()].sort()).toEqual([5, 12, 13, 14].map(id).sort())
    for (const room of rooms) expect(placements.count((where) => where === room)).toBe(2)
  })

  test('is staff’s to know until the rooms open, and moves nobody', () => {
    const life = new Rooms()
    const [owls] = life.plan()
    life.place(ada, owls)
    expect(life.facts.slice(-2).map(({ visibleTo }) => visibleTo)).toEqual([['staff'], ['staff']])
    expect(life.seenBy(ada).breakouts.rooms.size).toBe(0)
    expect(life.seenBy(helper).breakouts.placements.get(ada)).toBe(owls)
    expect(life.where(ada)).toBeNull()
    life.act('open', { minutes: null })
    expect(life.facts.findLast(({ type }) => type === 'breakouts.opened')?.visibleTo).toBe('all')
    expect(life.seenBy(ada).breakouts.rooms.size).toBe(2)
    expect(life.where(ada)).toBe(owls)
  })

  test('takes rooms that are there, people who are inside, and a live class', () => {
    const life = new Rooms()
    expect(life.act('open', { minutes: null })).toBe('missing no-breakout')
    expect(life.place(ada, testId<'breakout'>(9))).toBe('missing no-breakout')
    const [owls] = life.plan()
    expect(life.place(id(99), owls)).toBe('missing nobody')
    expect(life.by(ada, 'plan', { names: ['x'], assign: 'random', choice: true })).toMatch(
      'forbidden',
    )
    life.do(teacher, 'class.end', {})
    expect(life.act('open', { minutes: null })).toBe('illegalStep ended')
    const more = Array.from({ length: breakoutLimits.rooms }, () => 'more')
    life.plan(more)
    expect(life.act('add', { name: 'one more' })).toBe('conflict breakouts-many')
  })
})

describe('open rooms', () => {
  test('people hear who is in the same; with the class are all others', () => {
    const life = new Rooms()
    const { owls } = life.opened()
    expect(life.hears(ada, bob)).toBe(false)
    expect(life.hears(ada, teacher)).toBe(false)
    expect(life.hears(cid, teacher)).toBe(true)
    life.place(cid, owls)
    expect([life.hears(ada, cid), life.hears(cid, teacher)]).toEqual([true, false])
    life.place(teacher, owls)
    expect([life.hears(ada, teacher), life.hears(bob, teacher)]).toEqual([true, false])
  })

  test('the later of two moves stands, and the same move twice is one', () => {
    const life = new Rooms()
    const { owls, foxes } = life.opened()
    const move = (who: ParticipantId, breakout: BreakoutId) =>
      life.by(who, 'place', { participants: [cid, cid], breakout })
    expect(move(teacher, owls)).toEqual(['breakouts.placed'])
    expect(move(helper, foxes)).toEqual(['breakouts.placed'])
    expect(move(teacher, foxes)).toEqual([])
    expect(life.where(cid)).toBe(foxes)
  })

  test('who drops, leaves or is sent out comes back to theirs; who comes late is with the class', () => {
    const life = new Rooms()
    const { owls } = life.opened()
    life.drop(3)
    life.join(3)
    expect(life.where(ada)).toBe(owls)
    life.leave(3)
    life.join(3)
    expect(life.where(ada)).toBe(owls)
    life.join(7)
    expect(life.where(id(7))).toBeNull()
    life.do(teacher, 'moderation.toLobby', { participant: ada, reason: '' })
    expect(life.seenBy(ada).breakouts.open).toBe(false)
    expect(life.place(ada, null)).toBe('missing nobody')
    life.do(teacher, 'lobby.admit', { participants: [ada] })
    expect(life.seenBy(ada).breakouts.placements.get(ada)).toBe(owls)
  })

  test('who was in a room that is removed is with the class', () => {
    const life = new Rooms()
    const { owls } = life.opened()
    life.act('remove', { breakout: owls })
    expect(life.where(ada)).toBeNull()
    expect(life.act('remove', { breakout: owls })).toEqual([])
    expect(life.place(ada, owls)).toBe('missing no-breakout')
  })

  test('a voice to all reaches all until it is taken back or its owner leaves', () => {
    const life = new Rooms()
    life.opened()
    expect(life.by(ada, 'speak', { on: true })).toMatch('forbidden')
    life.act('speak', { on: true })
    expect([life.hears(ada, teacher), life.hears(bob, teacher)]).toEqual([true, true])
    life.act('speak', { on: false })
    expect(life.hears(ada, teacher)).toBe(false)
    life.by(helper, 'speak', { on: true })
    expect(life.leave(2)).toContain('breakouts.voiced')
    expect(life.hears(ada, helper)).toBe(false)
  })

  test('a room calls once, and is answered by whoever of the staff comes', () => {
    const life = new Rooms()
    const { owls } = life.opened()
    expect(life.by(cid, 'call')).toBe('conflict breakouts-closed')
    expect(life.by(ada, 'call')).toEqual(['breakouts.called'])
    expect(life.by(ada, 'call')).toEqual([])
    expect(life.place(cid, owls)).toEqual(['breakouts.placed'])
    expect(life.by(helper, 'place', { participants: [helper], breakout: owls })).toEqual([
      'breakouts.placed',
      'breakouts.answered',
    ])
  })

  test('people choose where staff let them, and not without end', () => {
    const life = new Rooms()
    const { owls } = life.opened()
    expect(life.by(cid, 'choose', { breakout: owls })).toBe('forbidden no-choice')
    life.act('callBack')
    const { foxes } = life.opened({ choice: true })
    for (let n = 0; n < breakoutLimits.choices; n += 1)
      expect(life.by(cid, 'choose', { breakout: n % 2 === 0 ? foxes : null })).toHaveLength(1)
    expect(life.by(cid, 'choose', { breakout: foxes })).toBe('conflict many-choices')
    expect(life.by(watcher, 'choose', { breakout: foxes })).toMatch('forbidden')
  })
})

describe('the end', () => {
  test('everybody is back, and staff have the plan as the rooms were', () => {
    const life = new Rooms()
    const { owls } = life.opened()
    life.place(cid, owls)
    life.act('callBack')
    expect([ada, bob, cid].map((one) => life.where(one))).toEqual([null, null, null])
    expect(life.seenBy(ada).breakouts.rooms.size).toBe(0)
    expect(life.state.breakouts.placements.get(cid)).toBe(owls)
    life.act('open', { minutes: null })
    expect(life.where(cid)).toBe(owls)
  })

  test('comes by itself when the time is over, which staff may move', () => {
    const life = new Rooms()
    life.opened({ minutes: 5 })
    const [chore] = roomChores(life.state).filter(({ name }) => name === 'breakouts.expire')
    expect(chore?.at).toBe(life.now + 5 * 60_000)
    life.now += 60_000
    expect(life.by('system', 'expire')).toBe('conflict not-due')
    life.act('setEnd', { seconds: 30 })
    life.now += 30_000
    expect(life.by('system', 'expire')).toContain('breakouts.ended')
    expect(life.by('system', 'expire')).toBe('conflict not-due')
  })

  test('comes with the class', () => {
    const life = new Rooms()
    life.opened()
    expect(life.do(teacher, 'class.end', {})).toContain('breakouts.ended')
    expect(life.state.breakouts.open).toBe(false)
  })
})

describe('the chat of a room', () => {
  test('is read by who is in it then, and by staff', () => {
    const life = new Rooms()
    const { owls, foxes } = life.opened()
    const room = { kind: 'breakout', breakout: owls }
    expect(life.say(ada, room)).toEqual(['chat.said'])
    expect(life.facts.at(-1)?.visibleTo).toEqual([ada, 'staff'])
    expect(life.say(bob, room)).toBe('forbidden apart')
    expect(life.say(cid, room)).toBe('forbidden apart')
    expect(life.say(helper, room)).toEqual(['chat.said'])
    life.place(cid, owls)
    life.say(cid, room)
    expect(life.facts.at(-1)?.visibleTo).toEqual([ada, cid, 'staff'])
    const texts = (who: ParticipantId) =>
      life.seenBy(who).chat.threads.reduce((sum, { messages }) => sum + messages.size, 0)
    expect([ada, bob, cid, teacher].map(texts)).toEqual([3, 0, 1, 3])
    expect(life.say(bob, { kind: 'breakout', breakout: foxes })).toEqual(['chat.said'])
    life.act('callBack')
    expect(life.say(ada, room)).toBe('missing no-breakout')
  })

  test('who is in a room writes to nobody in others but staff, who write to all', () => {
    const life = new Rooms()
    life.opened()
    expect(life.say(ada, { kind: 'all' })).toBe('forbidden apart')
    expect(life.say(ada, { kind: 'person', participant: bob })).toBe('forbidden apart')
    expect(life.say(ada, { kind: 'staff' })).toEqual(['chat.said'])
    expect(life.say(ada, { kind: 'person', participant: teacher })).toEqual(['chat.said'])
    expect(life.say(teacher, { kind: 'all' })).toEqual(['chat.said'])
    expect(life.say(cid, { kind: 'all' })).toEqual(['chat.said'])
  })

  test('a message alone in a room is not one at the desk of staff, and is deleted where it is', () => {
    const life = new Rooms()
    const { owls } = life.opened()
    life.say(ada, { kind: 'staff' })
    life.say(ada, { kind: 'breakout', breakout: owls })
    expect(life.state.chat.threads.size).toBe(2)
    const { seq } = life.facts.at(-1)!
    life.do(teacher, 'chat.delete', { message: seq })
    const deleted = life.state.chat.threads.valueSeq().flatMap(({ messages }) => messages)
    expect(deleted.map((one) => [one.breakout, one.deleted]).toArray()).toEqual([
      [null, null],
      [owls, 'staff'],
    ])
  })
})

describe('the board of a room', () => {
  test('is there when it opens, for who is in it, and to look at afterwards', () => {
    const life = new Rooms()
    const { owls } = life.opened()
    const board = life.state.boards.boards.find(({ breakout }) => breakout === owls)!
    const on = { board: board.id, page: board.pages.first()!.id }
    const right = (who: ParticipantId) => rightOf(life.state, who, on)
    expect([ada, bob, cid, teacher].map(right)).toEqual(['editAll', 'none', 'none', 'editAll'])
    life.place(cid, owls)
    life.place(ada, null)
    expect([ada, cid].map(right)).toEqual(['none', 'editAll'])
    life.act('callBack')
    expect([ada, bob, cid].map(right)).toEqual(['none', 'none', 'view'])
    life.do(teacher, 'boards.show', { on: { ...on, leader: false } })
    expect([ada, bob, cid].map(right)).toEqual(['view', 'view', 'view'])
    expect(life.act('open', { minutes: null })).toEqual(['breakouts.opened'])
    expect(life.act('add', { name: 'Hares' })).toEqual(['breakouts.added', 'boards.opened'])
  })

  test('comes back with a room that was taken away', () => {
    const life = new Rooms()
    const { owls } = life.opened()
    life.act('remove', { breakout: owls })
    expect(life.where(ada)).toBeNull()
    expect(life.act('add', { name: 'Owls', breakout: owls })).toEqual(['breakouts.added'])
    life.place(ada, owls)
    const board = life.state.boards.boards.find(({ breakout }) => breakout === owls)!
    const page = board.pages.first()!.id
    expect(rightOf(life.state, ada, { board: board.id, page })).toBe('editAll')
    expect(life.act('add', { name: 'Owls', breakout: owls })).toEqual([])
  })
})
