// The connections to Redis: two for the adapter, which wait while it is away, and one for rate limits,
// which would rather count for themselves than wait. The only file that makes one.
import { Redis } from 'ioredis'

export interface RedisConnections {
  readonly publish: Redis
  readonly subscribe: Redis
  readonly limits: Redis
  close(): void
}

const patient = { maxRetriesPerRequest: null }
const impatient = { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 250 }

export function connectRedis(
  url: string,
  failed: (what: string, error: unknown) => void,
): RedisConnections {
  const watched = (redis: Redis, what: string) =>
    redis.on('error', (error) => {
      failed(`Redis (${what})`, error)
    })
  const connections = {
    publish: watched(new Redis(url, patient), 'hints'),
    subscribe: watched(new Redis(url, patient), 'hints from others'),
    limits: watched(new Redis(url, impatient), 'rate limits'),
  }
  return {
    ...connections,
    close() {
      for (const redis of Object.values(connections)) redis.disconnect()
    },
  }
}
