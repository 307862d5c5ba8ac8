import { describe, expect, it } from 'vitest'
import { testId } from './testing.ts'
import { Life } from './testing/life.ts'

const broadcast = testId<'broadcast'>(1)
const other = testId<'broadcast'>(2)
const teacher = testId<'participant'>(1)

function begun({ opens = true } = {}): Life {
  const life = new Life()
  life.join(1, { role: 'instructor' })
  life.do('system', 'broadcast.begin', { broadcast, node: 'r1', opens })
  return life
}

describe('what goes out', () => {
  it('starts a class that has not started, where the key says so', () => {
    expect(begun().state.class.phase).toBe('live')
    expect(begun({ opens: false }).state.class.phase).toBe('scheduled')
    expect(begun().state.broadcast.current).toMatchObject({ broadcast, node: 'r1' })
  })

  it('is told once, however many servers hear of it', () => {
    const life = begun()
    const again = { broadcast, node: 'r1', opens: true }
    expect(life.do('system', 'broadcast.begin', again)).toEqual([])
    expect(life.do('system', 'broadcast.interrupt', { broadcast })).toHaveLength(1)
    expect(life.do('system', 'broadcast.interrupt', { broadcast })).toEqual([])
    expect(life.do('system', 'broadcast.resume', { broadcast })).toHaveLength(1)
    expect(life.do('system', 'broadcast.resume', { broadcast })).toEqual([])
  })

  it('gives way to another', () => {
    const life = begun()
    const next = { broadcast: other, node: 'r2', opens: true }
    const made = ['broadcast.ended', 'broadcast.began']
    expect(life.do('system', 'broadcast.begin', next)).toEqual(made)
    expect(life.do('system', 'broadcast.end', { broadcast, reason: 'lost' })).toEqual([])
    expect(life.state.broadcast.current?.broadcast).toBe(other)
    const back = { broadcast, node: 'r1', opens: true }
    expect(life.do('system', 'broadcast.begin', back)).toBe('conflict broadcast-over')
  })

  it('is ended by staff alone, and with the class', () => {
    const life = begun()
    life.join(2)
    expect(life.do(testId<'participant'>(2), 'broadcast.stop', {})).toContain('forbidden')
    expect(life.do(teacher, 'broadcast.stop', {})).toEqual(['broadcast.ended'])
    expect(life.do(teacher, 'broadcast.stop', {})).toBe('missing no-broadcast')
    life.do('system', 'broadcast.begin', { broadcast: other, node: 'r1', opens: true })
    life.do(teacher, 'class.end', {})
    expect(life.state.broadcast.current).toBeNull()
    expect(life.state.broadcast.past.at(-1)?.reason).toBe('class')
  })

  it('goes on where a recorder that was thought lost is heard again', () => {
    const life = begun()
    life.do('system', 'broadcast.end', { broadcast, reason: 'lost' })
    const again = { broadcast, node: 'r1', opens: true }
    expect(life.do('system', 'broadcast.begin', again)).toEqual(['broadcast.began'])
  })

  it('does not begin in a class that is over', () => {
    const life = begun()
    life.do(teacher, 'class.end', {})
    const late = { broadcast: other, node: 'r1', opens: true }
    expect(life.do('system', 'broadcast.begin', late)).toBe('illegalStep ended')
  })
})
