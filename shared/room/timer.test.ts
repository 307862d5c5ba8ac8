import { describe, expect, it } from 'vitest'
import type { RoomCommand } from './command.ts'
import { cast, opening, play, type Move } from './testing.ts'
import { reading } from './timer.ts'

const [teacher] = cast
const second = 1_000

/** Acts of the teacher, each after so many seconds; what the clock then shows, in seconds. */
function shown(...acts: [after: number, name: RoomCommand['name'], input?: object][]) {
  const script = acts.map(([after, name, input = {}]): Move => {
    const command = { name, input } as RoomCommand
    return { actor: teacher!, command, pause: after * second }
  })
  const { states } = play([...opening(), ...script])
  const start = 1_700_000_000_000
  const now = start + acts.reduce((sum, [after]) => sum + after * second, 0)
  const { clock } = states.at(-1)!.timer
  return clock === null ? null : reading(clock, now) / second
}

describe('the clock for all', () => {
  it('counts down, stands while held, and goes on', () => {
    const start = [0, 'timer.start', { seconds: 60 }] as const
    expect(shown([...start], [10, 'timer.pause'])).toBe(50)
    expect(shown([...start], [10, 'timer.pause'], [99, 'timer.resume'], [5, 'class.open'])).toBe(45)
  })

  it('is extended from what is left, and from now on when it was over', () => {
    const start = [0, 'timer.start', { seconds: 60 }] as const
    expect(shown([...start], [10, 'timer.extend', { seconds: 30 }])).toBe(80)
    expect(shown([...start], [99, 'timer.extend', { seconds: 30 }])).toBe(30)
    expect(shown([...start], [10, 'timer.pause'], [5, 'timer.extend', { seconds: 30 }])).toBe(80)
  })

  it('counts up as a stopwatch, and goes when stopped', () => {
    const start = [0, 'timer.start', { seconds: null }] as const
    expect(shown([...start], [10, 'timer.pause'], [9, 'timer.resume'], [3, 'class.open'])).toBe(13)
    expect(shown([...start], [10, 'timer.stop'])).toBeNull()
  })
})
