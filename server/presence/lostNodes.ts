// Turns the end of a server node into facts: one per room that had connections there. Rooms loaded only
// later are looked at when they load, once the leases have been read again.
import type { Incarnation } from '../../shared/ids.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import type { Clock, Stop } from '../clock.ts'
import type { Log } from '../log/log.ts'
import type { Leases } from './leases.ts'

type RoomLog = Log<RoomState, RoomCommand>

export interface LostNodesParts {
  readonly leases: Leases
  readonly clock: Clock
  readonly logs: {
    readonly loaded: readonly RoomLog[]
    onOpen(listener: (log: RoomLog) => void): Stop
  }
  readonly failed: (what: string, error: unknown) => void
}

/** A node that has just begun may not be in the leases that were read last. In ms. */
const settling = 5_000

/** The runs that hold connections of this room, by its facts. */
function incarnationsIn({ people }: RoomState): Set<Incarnation> {
  const found = new Set<Incarnation>()
  for (const { stays } of people.values())
    for (const { present, incarnation } of stays) if (present) found.add(incarnation)
  return found
}

export function tellLostNodes({ leases, clock, logs, failed }: LostNodesParts): Stop {
  const tell = (log: RoomLog, incarnation: Incarnation) => {
    const command = { name: 'people.loseNode', input: { incarnation } } as const
    const key = `people.loseNode:${incarnation}:${log.position.seq}`
    log.submit({ key, actor: 'system', command }).catch((error: unknown) => {
      failed('telling of a lost node', error)
    })
  }
  const stopHearing = leases.onNodeLost((incarnation) => {
    for (const log of logs.loaded)
      if (incarnationsIn(log.state).has(incarnation)) tell(log, incarnation)
  })
  const stopLooking = logs.onOpen((log) => {
    const cancel = clock.delay(settling, () => {
      for (const incarnation of incarnationsIn(log.state))
        if (!leases.isLive(incarnation)) tell(log, incarnation)
    })
    log.onEnd(cancel)
  })
  return () => {
    stopHearing()
    stopLooking()
  }
}
