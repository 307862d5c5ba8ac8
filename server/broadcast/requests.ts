// What players, and staff with an encoder, ask of their class.
import type { RequestName } from '../../shared/contract/index.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { WatchTokens } from '../auth/watchTokens.ts'
import type { RequestHandlers } from '../dispatch/dispatcher.ts'
import type { Recorders } from './recorders.ts'
import type { StreamKeyStore } from './streamKeys.ts'

interface BroadcastRequestsParts {
  readonly watchTokens: WatchTokens
  readonly streamKeys: StreamKeyStore
  readonly recorders: Pick<Recorders, 'ingests' | 'keysChanged'>
}

type Names = Extract<RequestName, `broadcast.${string}`>

export function broadcastRequests({
  watchTokens,
  streamKeys,
  recorders,
}: BroadcastRequestsParts): Pick<RequestHandlers, Names> {
  return {
    'broadcast.watch': async ({ room }) => {
      if (room.state.broadcast.current === null)
        throw new LyceumError('missing', 'Nothing goes out.', { reason: 'no-broadcast' })
      return watchTokens.sign(room.id)
    },
    'broadcast.keys': async ({ room }) => ({
      keys: await streamKeys.list({ room: room.id }),
      servers: [...recorders.ingests],
    }),
    'broadcast.makeKey': async ({ room }, input) => {
      const made = await streamKeys.make({ room: room.id }, input)
      recorders.keysChanged()
      return made
    },
    'broadcast.rotateKey': async ({ room }, { key }) => {
      const changed = await streamKeys.rotate({ room: room.id }, key)
      recorders.keysChanged()
      return changed
    },
    'broadcast.revokeKey': async ({ room }, { key }) => {
      await streamKeys.revoke({ room: room.id }, key)
      recorders.keysChanged()
      return {}
    },
  }
}
