// For which class a broadcast is: what its stream key says, asked once, as the key may be revoked meanwhile.
import type { LiveBroadcast } from '../../shared/contract/recorder.ts'
import type { AccountId, BroadcastId, RoomId, StreamKeyId } from '../../shared/ids.ts'
import type { StreamKeyStore } from './streamKeys.ts'

export interface Origin {
  readonly room: RoomId
  /** It starts a class that has not started yet. */
  readonly opens: boolean
}

export interface OriginsParts {
  readonly streamKeys: Pick<StreamKeyStore, 'use'>
  /** The class that somebody teaches now, or next; null when there is none. */
  readonly classOf: (account: AccountId) => Promise<RoomId | null>
}

export class Origins {
  readonly #parts: OriginsParts
  readonly #known = new Map<BroadcastId, Promise<Origin | null>>()

  constructor(parts: OriginsParts) {
    this.#parts = parts
  }

  /** Null where there is no such class, or no such key any more. */
  of(actual: LiveBroadcast): Promise<Origin | null> {
    const { broadcast, room, key } = actual
    if (room !== null) return Promise.resolve({ room, opens: false })
    const known = this.#known.get(broadcast)
    if (known !== undefined) return known
    const asked = this.ofKey(key)
    this.#known.set(broadcast, asked)
    asked.catch(() => this.#known.delete(broadcast))
    return asked
  }

  /** All that recorders still have. */
  keep(there: ReadonlySet<BroadcastId>): void {
    for (const broadcast of this.#known.keys())
      if (!there.has(broadcast)) this.#known.delete(broadcast)
  }

  /** Where a stream with it goes now. */
  async ofKey(key: StreamKeyId): Promise<Origin | null> {
    const found = await this.#parts.streamKeys.use(key)
    if (found === null) return null
    const { room, account, opens } = found
    const of = account === null ? room : await this.#parts.classOf(account)
    return of === null ? null : { room: of, opens }
  }
}
