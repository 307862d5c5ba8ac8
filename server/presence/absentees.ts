// Finds whom a room's log has here though nobody holds their connection: of a node that is gone, lost while
// the log could not be written, or brought back by a restored backup. Looks until the log says so too.
import type { Incarnation, RoomId } from '../../shared/ids.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import { every, type Clock, type Stop } from '../clock.ts'
import type { Log } from '../log/log.ts'
import type { Seats } from '../rooms/seats.ts'
import type { Leases } from './leases.ts'

type RoomLog = Log<RoomState, RoomCommand>

export interface AbsenteesParts {
  readonly leases: Pick<Leases, 'incarnation' | 'held' | 'isLive' | 'onNodeLost'>
  readonly seats: Pick<Seats, 'isHeld'>
  readonly clock: Clock
  readonly logs: { readonly loaded: readonly RoomLog[] }
  readonly failed: (what: string, error: unknown) => void
}

/** A node that has just begun may not be in the leases that were read last: once is not enough. In ms. */
const lookEvery = 5_000

/** What is to be said of them, by whom it is about. */
type Findings = ReadonlyMap<string, RoomCommand>

const nodeLost = (incarnation: Incarnation): RoomCommand => ({
  name: 'people.loseNode',
  input: { incarnation },
})

function absentIn(log: RoomLog, { leases, seats }: AbsenteesParts): Findings {
  const found = new Map<string, RoomCommand>()
  const room = log.id as RoomId
  for (const { participant, stays } of log.state.people.values())
    for (const { session, incarnation, present } of stays) {
      if (!present) continue
      const stay = { room, participant, session, incarnation }
      if (!leases.isLive(incarnation)) found.set(incarnation, nodeLost(incarnation))
      else if (incarnation === leases.incarnation && !seats.isHeld(stay))
        found.set(session, { name: 'people.drop', input: { participant, session, incarnation } })
    }
  return found
}

export function tellAbsentees(parts: AbsenteesParts): Stop {
  const { leases, clock, logs, failed } = parts
  const suspected = new WeakMap<RoomLog, Findings>()
  const tell = (log: RoomLog, about: string, command: RoomCommand) => {
    // What is refused, because the store is away, is said again after the next look.
    const key = `${command.name}:${about}:${log.position.seq}`
    log.submit({ key, actor: 'system', command }).catch((error: unknown) => {
      failed('telling who is gone', error)
    })
  }
  const look = () => {
    for (const log of logs.loaded) {
      const found = absentIn(log, parts)
      const before = suspected.get(log)
      suspected.set(log, found)
      for (const [about, command] of found)
        if (before?.has(about) === true) tell(log, about, command)
    }
    return Promise.resolve()
  }
  const stopLooking = every(clock, lookEvery, () => (leases.held ? look() : Promise.resolve()))
  const stopHearing = leases.onNodeLost((incarnation) => {
    for (const log of logs.loaded)
      if (absentIn(log, parts).has(incarnation)) tell(log, incarnation, nodeLost(incarnation))
  })
  return () => {
    stopHearing()
    stopLooking()
  }
}
