// A countdown or a stopwatch for everybody, by the one clock.
import { z } from 'zod'
import { command, fact } from './define.ts'
import { time } from './fields.ts'

const day = 24 * 60 * 60
const manages = { permission: 'timer.manage', rate: 'act' } as const

export const timerCommands = {
  'timer.start': command({
    summary: 'Starts a countdown of so many seconds, or with null a stopwatch; replaces another.',
    input: z.object({ seconds: z.int().min(1).max(day).nullable() }),
    ...manages,
  }),
  'timer.pause': command({ summary: 'Holds the clock.', input: z.object({}), ...manages }),
  'timer.resume': command({ summary: 'Lets the clock run on.', input: z.object({}), ...manages }),
  'timer.extend': command({
    summary: 'Gives a countdown more seconds, from now on if it was over.',
    input: z.object({ seconds: z.int().min(1).max(day) }),
    ...manages,
  }),
  'timer.stop': command({ summary: 'Takes the clock away.', input: z.object({}), ...manages }),
}

export const timerFacts = {
  'timer.set': fact({
    summary:
      'A clock is shown. Running: a countdown ends `at`, a stopwatch began `at`; held: it stands at `held` ms.',
    version: 1,
    time: 'asPictured',
    audience: 'all',
    body: z.object({
      kind: z.enum(['countdown', 'stopwatch']),
      at: time.nullable(),
      held: z.int().min(0).nullable(),
    }),
  }),
  'timer.stopped': fact({
    summary: 'No clock is shown.',
    version: 1,
    time: 'asPictured',
    audience: 'all',
    body: z.object({}),
  }),
}
