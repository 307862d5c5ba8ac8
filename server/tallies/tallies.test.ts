import { describe, expect, it } from 'vitest'
import { initialRoom, type RoomState } from '../../shared/room/state.ts'
import { Tallies, type Telling } from './tallies.ts'

/** A room of one class, whose state the test changes by hand; what is counted is the length of its title. */
function hall({ size = 1, title = '' } = {}) {
  let time = 0
  let fresh = true
  const told: number[] = []
  const room = {
    state: { ...initialRoom, class: { ...initialRoom.class, title } },
    size,
    log: { isFresh: () => fresh },
    tell: (_: string, data: unknown) => {
      told.push((data as { inside: number }).inside)
    },
  }
  const source = (before: RoomState, after: RoomState): Telling[] => {
    const { title } = after.class
    if (before.class.title === title) return []
    return [{ name: 'room.here', data: { inside: title.length, waiting: 0 } }]
  }
  const parts = { rooms: () => [room as never], sources: [source], elapsed: () => time }
  const tallies = new Tallies(parts)
  const look = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 250) {
      time += 250
      tallies.look()
    }
  }
  look(250)
  return {
    told,
    look,
    count: (n: number) => {
      room.state = { ...room.state, class: { ...room.state.class, title: 'x'.repeat(n) } }
    },
    cutOff: () => {
      fresh = false
    },
  }
}

describe('running tallies', () => {
  it('tells what changed, once per tick, and once more when it settles', () => {
    const { told, look, count } = hall()
    count(1)
    count(2)
    look(250)
    expect(told).toEqual([2])
    count(3)
    look(250)
    look(5_000)
    expect(told).toEqual([2, 3, 3])
  })

  it('tells what was counted before it looked first', () => {
    expect(hall({ title: 'xx' }).told).toEqual([2])
  })

  it('says nothing of other changes', () => {
    const { told, look, count } = hall()
    count(0)
    look(5_000)
    expect(told).toEqual([])
  })

  it('tells a large room once a second', () => {
    const { told, look, count } = hall({ size: 1_000 })
    for (let n = 1; n <= 8; n += 1) {
      count(n)
      look(250)
    }
    expect(told).toEqual([1, 5])
  })

  it('is silent where the node may be cut off', () => {
    const { told, look, count, cutOff } = hall()
    cutOff()
    count(1)
    look(2_000)
    expect(told).toEqual([])
  })
})
