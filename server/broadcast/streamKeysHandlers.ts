// Answers the routes of one's own stream keys.
import type { streamKeysRoutes } from '../../shared/contract/http/streamKeys.ts'
import { accountOf, type Handlers } from '../http/handler.ts'
import { keyKeeping, type KeyKeepingParts } from './keyKeeping.ts'

type Call = Parameters<typeof accountOf>[0]
const ownerOf = (call: Call) => ({ account: accountOf(call).id })

export function streamKeysHandlers(
  parts: KeyKeepingParts,
): Handlers<keyof typeof streamKeysRoutes> {
  const keys = keyKeeping(parts)
  return {
    'streamKeys.list': (_, call) => keys.list(ownerOf(call)),
    'streamKeys.make': ({ body }, call) => keys.make(ownerOf(call), body),
    'streamKeys.rotate': ({ params: { key } }, call) => keys.rotate(ownerOf(call), key),
    'streamKeys.revoke': ({ params: { key } }, call) => keys.revoke(ownerOf(call), key),
  }
}
