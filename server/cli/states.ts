// Rooms as they are now, read from their logs beside the servers that run them.
import type { RoomId } from '../../shared/ids.ts'
import { roomRules } from '../../shared/room/rules.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { Clock } from '../clock.ts'
import { startLogEngine } from '../log/engine.ts'
import { PostgresStore } from '../log/postgresStore.ts'
import type { Pools } from '../storage/pools.ts'

export interface States extends AsyncDisposable {
  of(room: RoomId): Promise<RoomState>
}

export function openStates(pools: Pools, clock: Clock): States {
  const engine = startLogEngine({ store: new PostgresStore(pools), clock })
  const rooms = engine.registry({ kind: 'room', rules: roomRules })
  return {
    async of(room) {
      const hold = await rooms.open(room)
      try {
        await hold.log.sync()
        return hold.log.state
      } finally {
        hold.release()
      }
    },
    [Symbol.asyncDispose]: () => engine.close(),
  }
}
