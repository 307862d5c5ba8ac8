// Answers the routes of one's own stream keys.
import type { streamKeysRoutes } from '../../shared/contract/http/streamKeys.ts'
import { accountOf, type Handlers } from '../http/handler.ts'
import type { Recorders } from './recorders.ts'
import type { StreamKeyStore } from './streamKeys.ts'

interface StreamKeysParts {
  readonly streamKeys: StreamKeyStore
  readonly recorders: Pick<Recorders, 'ingests' | 'keysChanged'>
}

export function streamKeysHandlers({
  streamKeys,
  recorders,
}: StreamKeysParts): Handlers<keyof typeof streamKeysRoutes> {
  return {
    'streamKeys.list': async (_, call) => ({
      keys: await streamKeys.list({ account: accountOf(call).id }),
      servers: [...recorders.ingests],
    }),
    'streamKeys.make': async ({ body }, call) => {
      const made = await streamKeys.make({ account: accountOf(call).id }, body)
      recorders.keysChanged()
      return made
    },
    'streamKeys.rotate': async ({ params: { key } }, call) => {
      const changed = await streamKeys.rotate({ account: accountOf(call).id }, key)
      recorders.keysChanged()
      return changed
    },
    'streamKeys.revoke': async ({ params: { key } }, call) => {
      await streamKeys.revoke({ account: accountOf(call).id }, key)
      recorders.keysChanged()
      return {}
    },
  }
}
