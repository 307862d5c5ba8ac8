// What accounts and catalogue do by themselves: rooms of weekly classes are made ahead, and sessions that
// are over go. Safe to repeat, and on several nodes at once.
import type { SessionStore } from '../auth/sessions.ts'
import { every, type Clock, type Stop } from '../clock.ts'
import type { SeriesStore } from './series.ts'

const hour = 3600_000

interface Chores {
  readonly clock: Clock
  readonly series: Pick<SeriesStore, 'extend'>
  readonly sessions: Pick<SessionStore, 'sweep'>
  readonly failed: (what: string, error: unknown) => void
}

/** Begins at once and goes on every hour; the answer stops it. */
export function startChores({ clock, series, sessions, failed }: Chores): Stop {
  const work = async (): Promise<void> => {
    try {
      await series.extend()
      await sessions.sweep()
    } catch (error) {
      failed('making rooms of weekly classes ahead', error)
    }
  }
  void work()
  return every(clock, hour, work)
}
