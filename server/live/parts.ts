// What the live half of a server is made of.
import type { Server as HttpServer } from 'node:http'
import type { Http2SecureServer } from 'node:http2'
import type { Redis } from 'ioredis'
import type { AccountId, RoomId } from '../../shared/ids.ts'
import type { Tokens } from '../auth/tokens.ts'
import type { WatchTokens } from '../auth/watchTokens.ts'
import type { Recorders } from '../broadcast/recorders.ts'
import type { StreamKeyStore } from '../broadcast/streamKeys.ts'
import type { Standing } from '../catalogue/standing.ts'
import type { Clock } from '../clock.ts'
import type { LimitsConfig } from '../limits/budgets.ts'
import type { LogStore } from '../log/store.ts'
import type { MediaPlane } from '../media/plane.ts'
import type { IceServersFor } from '../media/turn.ts'
import type { PollSecrets } from '../polls/secrets.ts'
import type { Leases } from '../presence/leases.ts'
import type { Metrics } from '../telemetry/metrics.ts'

export interface LiveParts {
  readonly http: HttpServer | Http2SecureServer
  readonly store: LogStore
  readonly clock: Clock
  readonly plane: MediaPlane
  readonly recorders: Recorders
  readonly iceServersFor: IceServersFor
  readonly domains: {
    readonly tokens: Tokens
    readonly watchTokens: WatchTokens
    readonly streamKeys: StreamKeyStore
    readonly classTaughtBy: (account: AccountId) => Promise<RoomId | null>
    readonly standing: Standing
    readonly pollSecrets: PollSecrets
  }
  /** A pair of connections, or null for a node that is alone. */
  readonly redis: { readonly publish: Redis; readonly subscribe: Redis } | null
  readonly secret: string
  readonly leases: Leases
  readonly isOwnOrigin: (origin: string | undefined) => boolean
  readonly limits: LimitsConfig
  readonly dropAfter: number
  readonly metrics: Metrics
  readonly failed: (what: string, error: unknown) => void
}
