// Who comes in, who waits, and in which order they are let in.
import { describe, expect, test } from 'vitest'
import { viewerOf } from './standing.ts'
import { roomChores } from './rules.ts'
import { testId } from './testing/cast.ts'
import { Life } from './testing/life.ts'

const id = (n: number) => testId<'participant'>(n)
const teacher = id(1)

interface Settings {
  readonly admission?: 'open' | 'ask' | 'members' | 'closed'
  readonly guestsWithInstructor?: boolean
  readonly capacity?: number | null
}

function begin(settings: Settings = {}): Life {
  const life = new Life()
  life.join(1, { role: 'instructor', member: true })
  life.do(teacher, 'class.start', {})
  set(life, settings)
  return life
}

function set(life: Life, settings: Settings) {
  const input = { admission: 'open', guestsWithInstructor: false, capacity: null, ...settings }
  return life.do(teacher, 'lobby.set', input)
}

const isIn = (life: Life, n: number) => viewerOf(life.state, id(n)).kind !== 'waiting'
const waiting = (life: Life) => [...life.state.lobby.queue.keys()]

test('one person comes with twelve devices at most, and again when those are lost', () => {
  const life = begin()
  const session = (n: number) => testId<'session'>(20_000 + n)
  for (let n = 1; n <= 12; n += 1) life.join(2, { session: session(n) })
  expect(life.join(2, { session: session(13) })).toBe('conflict too-many')
  life.do('system', 'people.loseNode', { incarnation: testId<'incarnation'>(21) })
  expect(life.join(2, { session: session(13) })).toContain('people.joined')
})

describe('the rules of the lobby', () => {
  test('open lets everybody in, ask and closed nobody but staff', () => {
    for (const admission of ['open', 'ask', 'closed'] as const) {
      const life = begin({ admission })
      life.join(2)
      life.join(3, { role: 'moderator' })
      expect([isIn(life, 2), isIn(life, 3)]).toEqual([admission === 'open', true])
    }
  })

  test('members lets in the course’s people alone', () => {
    const life = begin({ admission: 'members' })
    life.join(2, { member: true })
    life.join(3)
    expect([isIn(life, 2), isIn(life, 3)]).toEqual([true, false])
  })

  test('whoever was inside may return to a closed class', () => {
    const life = begin()
    life.join(2)
    set(life, { admission: 'closed' })
    life.leave(2)
    life.join(2)
    expect(isIn(life, 2)).toBe(true)
    life.join(3)
    expect(isIn(life, 3)).toBe(false)
  })

  test('guests come in when an instructor arrives, in the order they came', () => {
    const life = new Life()
    life.join(1, { role: 'instructor' })
    life.do(teacher, 'class.start', {})
    set(life, { admission: 'ask', guestsWithInstructor: true })
    life.leave(1)
    for (const n of [7, 4, 9]) life.join(n)
    expect(waiting(life)).toEqual([id(7), id(4), id(9)])
    const made = life.join(1, { role: 'instructor', session: testId<'session'>(99) })
    expect(made).toEqual(
      [
        'people.joined',
        'people.admitted',
        'people.admitted',
        'people.admitted',
        'class.attended',
        'class.peopled',
      ].filter((type) => (made as string[]).includes(type)),
    )
    const admitted = life.facts.filter(({ type }) => type === 'people.admitted')
    expect(admitted.map(({ body }) => (body as { participant: string }).participant)).toEqual([
      id(7),
      id(4),
      id(9),
    ])
    expect(waiting(life)).toEqual([])
  })

  test('opening lets in who waits, but not whom staff sent out', () => {
    const life = begin({ admission: 'ask' })
    life.join(2)
    life.join(3)
    life.do(teacher, 'lobby.admit', { participants: [id(3)] })
    life.do(teacher, 'moderation.toLobby', { participant: id(3), reason: 'Be quiet.' })
    expect(set(life, {})).toEqual(['lobby.changed', 'people.admitted'])
    expect([isIn(life, 2), isIn(life, 3)]).toEqual([true, false])
    expect(viewerOf(life.state, id(3))).toMatchObject({
      sent: { act: 'toLobby', reason: 'Be quiet.' },
    })
    expect(life.do(teacher, 'lobby.admit', { participants: 'all' })).toEqual([])
    life.do(teacher, 'lobby.admit', { participants: [id(3)] })
    expect(isIn(life, 3)).toBe(true)
  })

  test('who waits may do nothing inside, and is known to staff alone', () => {
    const life = begin({ admission: 'ask' })
    life.join(2)
    expect(life.do(id(2), 'chat.say', { text: 'hi', replyTo: null })).toBe('forbidden outside')
    expect(life.do(id(2), 'hands.raise', {})).toBe('forbidden hands.raise')
    expect(life.state.people.get(id(2))?.visibleTo).toEqual(['staff'])
    expect(life.do(id(2), 'people.rename', { name: 'Ada' })).toEqual(['people.renamed'])
  })

  test('a refused person is gone, and waits to be let in by name when they come again', () => {
    const life = begin({ admission: 'ask' })
    life.join(2)
    const order = { participant: id(2), reason: 'Not today.' }
    expect(life.do(teacher, 'lobby.refuse', order)).toEqual(['people.left', 'moderation.acted'])
    set(life, {})
    life.join(2)
    expect(isIn(life, 2)).toBe(false)
    expect(life.do(teacher, 'lobby.refuse', { ...order, participant: teacher })).toBe(
      'missing nobody',
    )
  })
})

describe('places', () => {
  test('are never more than allowed, and go in order to who waits', () => {
    const life = begin({ capacity: 2 })
    for (const n of [2, 3, 4, 5]) life.join(n)
    expect([2, 3, 4, 5].map((n) => isIn(life, n))).toEqual([true, true, false, false])
    life.join(6, { role: 'moderator' })
    expect(isIn(life, 6)).toBe(true)
    expect(life.leave(2)).toContain('people.admitted')
    expect([3, 4, 5].map((n) => isIn(life, n))).toEqual([true, true, false])
    // Who gave their place up waits behind those who wait already.
    life.join(2)
    expect(isIn(life, 2)).toBe(false)
    expect(waiting(life)).toEqual([id(5), id(2)])
    expect(life.do(teacher, 'lobby.admit', { participants: [id(5)] })).toBe('conflict full')
    set(life, { capacity: 3 })
    expect(waiting(life)).toEqual([id(2)])
  })

  test('are kept for who dropped, for a minute', () => {
    const life = begin({ capacity: 1 })
    life.join(2)
    life.drop(2)
    life.join(3)
    expect(isIn(life, 3)).toBe(false)
    const [due] = roomChores(life.state).filter(({ name }) => name === 'lobby.sweep')
    expect(due?.at).toBe(life.now + 60_000)
    expect(life.do('system', 'lobby.sweep', {})).toEqual([])
    life.now += 60_000
    expect(life.do('system', 'lobby.sweep', {})).toEqual(['people.left', 'people.admitted'])
    expect(isIn(life, 3)).toBe(true)
    expect(roomChores(life.state).filter(({ name }) => name === 'lobby.sweep')).toEqual([])
  })

  test('of who dropped and is back in time stay theirs', () => {
    const life = begin({ capacity: 1 })
    life.join(2)
    life.drop(2)
    life.join(3)
    life.now += 30_000
    expect(life.join(2)).toEqual(['people.returned'])
    expect([isIn(life, 2), isIn(life, 3)]).toEqual([true, false])
  })
})
