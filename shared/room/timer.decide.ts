// Decides the clock that everybody sees.
import type { CommandName } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import { draft, type Deciders } from './command.ts'
import type { RoomState } from './state.ts'
import { reading, type Clock } from './timer.ts'

type Names = Extract<CommandName, `timer.${string}`>

const none: Refusal = refuse('missing', 'There is no clock.', 'no-timer')

function clockOf({ timer }: RoomState): Clock | Refusal {
  return timer.clock ?? none
}

/** Running from a reading, now. */
function running(kind: Clock['kind'], value: number, now: number) {
  const at = kind === 'countdown' ? now + value : now - value
  return draft('timer.set', { kind, at, held: null })
}

export const timerDeciders: Deciders<Names> = {
  'timer.start': (_, { seconds }, { now }) => [
    running(seconds === null ? 'stopwatch' : 'countdown', (seconds ?? 0) * 1_000, now),
  ],
  'timer.pause': (room, _, { now }) => {
    const clock = clockOf(room)
    if ('code' in clock) return clock
    if (clock.at === null) return []
    return [draft('timer.set', { kind: clock.kind, at: null, held: reading(clock, now) })]
  },
  'timer.resume': (room, _, { now }) => {
    const clock = clockOf(room)
    if ('code' in clock) return clock
    return clock.at === null ? [running(clock.kind, reading(clock, now), now)] : []
  },
  'timer.extend': (room, { seconds }, { now }) => {
    const clock = clockOf(room)
    if ('code' in clock) return clock
    if (clock.kind === 'stopwatch')
      return refuse('conflict', 'A stopwatch has no end to move.', 'stopwatch')
    const left = reading(clock, now) + seconds * 1_000
    if (clock.at !== null) return [running('countdown', left, now)]
    return [draft('timer.set', { kind: 'countdown', at: null, held: left })]
  },
  'timer.stop': (room) => (room.timer.clock === null ? [] : [draft('timer.stopped', {})]),
}
