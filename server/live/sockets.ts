// The sockets of a node, and how its nodes hear each other over Redis.
import { createShardedAdapter } from '@socket.io/redis-adapter'
import type { Redis } from 'ioredis'
import { Server } from 'socket.io'
import { livePath } from '../../shared/contract/live.ts'
import { joinFrameBuffers } from '../gateway/frameBuffers.ts'
import type { LiveServer } from '../gateway/socket.ts'
import type { LiveParts } from './parts.ts'

/** Long enough for a phone that sleeps for a moment, short enough to notice a dead one. In ms. */
const ping = { pingInterval: 10_000, pingTimeout: 10_000 }
const largestMessage = 256 * 1024

export function openSockets({ http, isOwnOrigin, redis }: LiveParts): LiveServer {
  const io: LiveServer = new Server(http, {
    path: livePath,
    serveClient: false,
    transports: ['websocket'],
    perMessageDeflate: false,
    maxHttpBufferSize: largestMessage,
    // Boards have a door of their own on this port, which may take longer than a second.
    destroyUpgrade: false,
    ...ping,
    allowRequest: (request, allow) => {
      allow(null, isOwnOrigin(request.headers.origin))
    },
  })
  joinFrameBuffers(io)
  if (redis !== null)
    // Nothing is sent to rooms over Redis, so no room needs a channel of its own.
    io.adapter(createShardedAdapter(redis.publish, redis.subscribe, { subscriptionMode: 'static' }))
  return io
}

/** While Redis is away nothing waits for it: what a hint would have told is pulled, the rest was passing. */
export function whileThere<Channel extends { send(text: string): void }>(
  channel: Channel,
  redis: Redis,
): Channel {
  return {
    ...channel,
    send: (text) => {
      if (redis.status === 'ready') channel.send(text)
    },
  }
}
