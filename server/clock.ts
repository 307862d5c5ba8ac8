// The one clock: PostgreSQL's, estimated on this node by an offset that is measured at start and kept.
// It also owns waiting, so that whoever waits can be tested without time passing.
import type { Pool } from 'pg'
import { z } from 'zod'
import { row } from './storage/query.ts'

export type Stop = () => void

export interface Clock {
  /** PostgreSQL's time in whole ms since 1970; never runs backwards on a node. */
  now(): number
  /** Ms since any moment; never jumps. For measuring how long ago something was. */
  elapsed(): number
  /** Runs `callback` once after `ms`; the answer undoes it. */
  delay(ms: number, callback: () => void): Stop
}

/** The machine's own clock, for tests and tools without a database. */
export const machineClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  delay: schedule,
}

function schedule(ms: number, callback: () => void): Stop {
  const timer = setTimeout(callback, ms)
  return () => {
    clearTimeout(timer)
  }
}

/** Calls `work` every `ms`, each time after the last call is done; the answer stops it. */
export function every(clock: Clock, ms: number, work: () => Promise<void>): Stop {
  let stopped = false
  let cancel: Stop = () => undefined
  const next = () => {
    if (stopped) return
    cancel = clock.delay(ms, () => {
      void work().finally(next)
    })
  }
  next()
  return () => {
    stopped = true
    cancel()
  }
}

const keepMs = 10_000
const samplesAtStart = 5
const samplesKept = 12

interface Sample {
  /** PostgreSQL's clock minus `elapsed()`. */
  readonly offset: number
  readonly roundTrip: number
}

const answer = z.object({ now: z.number() })
const question = {
  name: 'clock',
  text: 'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now',
}

async function measure(pool: Pool): Promise<Sample> {
  const sent = performance.now()
  const found = await row(pool, question, answer)
  const roundTrip = performance.now() - sent
  if (found === null) throw new Error('PostgreSQL told no time')
  return { offset: found.now - sent - roundTrip / 2, roundTrip }
}

export interface RunningClock extends Clock {
  close(): void
}

/** Measures PostgreSQL's clock and keeps measuring; while it cannot, the last offset serves. */
export async function startClock(pool: Pool): Promise<RunningClock> {
  const samples: Sample[] = []
  for (let n = 0; n < samplesAtStart; n += 1) samples.push(await measure(pool))
  let offset = best(samples)
  let last = 0
  const clock: Clock = {
    now() {
      last = Math.max(last, Math.floor(performance.now() + offset))
      return last
    },
    elapsed: () => performance.now(),
    delay: schedule,
  }
  const keep = async () => {
    const sample = await measure(pool).catch(() => null)
    if (sample === null) return
    samples.push(sample)
    if (samples.length > samplesKept) samples.shift()
    offset = best(samples)
  }
  return { ...clock, close: every(clock, keepMs, keep) }
}

/** The sample with the shortest round trip is the least wrong. */
function best(samples: readonly Sample[]): number {
  return samples.reduce((least, sample) => (sample.roundTrip < least.roundTrip ? sample : least))
    .offset
}
