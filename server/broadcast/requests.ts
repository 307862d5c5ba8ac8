// What players, and staff with an encoder, ask of their class.
import type { RequestName } from '../../shared/contract/index.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { WatchTokens } from '../auth/watchTokens.ts'
import type { RequestHandlers } from '../dispatch/dispatcher.ts'
import { keyKeeping, type KeyKeepingParts } from './keyKeeping.ts'

interface BroadcastRequestsParts extends KeyKeepingParts {
  readonly watchTokens: WatchTokens
}

type Names = Extract<RequestName, `broadcast.${string}`>

export function broadcastRequests({
  watchTokens,
  ...parts
}: BroadcastRequestsParts): Pick<RequestHandlers, Names> {
  const keys = keyKeeping(parts)
  return {
    'broadcast.watch': async ({ room }) => {
      if (room.state.broadcast.current === null)
        throw new LyceumError('missing', 'Nothing goes out.', { reason: 'no-broadcast' })
      return watchTokens.sign(room.id)
    },
    'broadcast.keys': ({ room }) => keys.list({ room: room.id }),
    'broadcast.makeKey': ({ room }, input) => keys.make({ room: room.id }, input),
    'broadcast.rotateKey': ({ room }, { key }) => keys.rotate({ room: room.id }, key),
    'broadcast.revokeKey': ({ room }, { key }) => keys.revoke({ room: room.id }, key),
  }
}
