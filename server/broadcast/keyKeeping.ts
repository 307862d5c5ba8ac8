// What people do with stream keys, in class or by HTTP: recorders hear of every change at once.
import type { StreamKeyId } from '../../shared/ids.ts'
import type { Recorders } from './recorders.ts'
import type { KeyOwner, NewKey, StreamKeyStore } from './streamKeys.ts'

export interface KeyKeepingParts {
  readonly streamKeys: StreamKeyStore
  readonly recorders: Pick<Recorders, 'ingests' | 'keysChanged'>
}

export function keyKeeping({ streamKeys, recorders }: KeyKeepingParts) {
  const told = async <Done>(changing: Promise<Done>): Promise<Done> => {
    const done = await changing
    recorders.keysChanged()
    return done
  }
  return {
    /** With the addresses at which encoders come in. */
    list: async (owner: KeyOwner) => ({
      keys: await streamKeys.list(owner),
      servers: [...recorders.ingests],
    }),
    make: (owner: KeyOwner, what: NewKey) => told(streamKeys.make(owner, what)),
    rotate: (owner: KeyOwner, key: StreamKeyId) => told(streamKeys.rotate(owner, key)),
    revoke: async (owner: KeyOwner, key: StreamKeyId) => {
      await told(streamKeys.revoke(owner, key))
      return {}
    },
  }
}
