// Signals between nodes: this node’s people’s go out, theirs come in, and some are gathered first.
import { signals } from '../../shared/contract/index.ts'
import { relayChannel, type LiveServer } from '../gateway/socket.ts'
import { Reactions } from '../reactions/reactions.ts'
import { openRelay, type Passing, type Relay } from '../rooms/relay.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { LiveParts } from './parts.ts'
import { whileThere } from './sockets.ts'

export function openSignals(
  { redis, secret, metrics, clock, failed }: LiveParts,
  io: LiveServer,
  rooms: Rooms,
) {
  const hear = (passing: Passing) => {
    const room = rooms.get(passing.room)
    if (room?.log.isFresh() !== true) return
    if (isGathered(passing)) reactions.take(passing)
    else room.tell(passing.name, passing.data as never, passing.from)
  }
  const alone: Relay = { pass: () => undefined, close: () => undefined }
  const relay =
    redis === null
      ? alone
      : openRelay({
          channel: whileThere(relayChannel(io), redis.publish),
          secret,
          heard: hear,
          onForged: () => {
            metrics.log.forgedHint()
          },
        })
  const reactions = new Reactions({
    room: (id) => rooms.get(id),
    pass: (passing) => {
      relay.pass(passing)
    },
    count: (room, input) => rooms.submit(room, { name: 'reactions.count', input, actor: 'system' }),
    now: () => clock.now(),
    failed,
  })
  const say = (passing: Passing) => {
    hear(passing)
    if (!isGathered(passing)) relay.pass(passing)
  }
  return { relay, reactions, say }
}

const isGathered = ({ name }: Passing) => signals[name].to === 'nodes'
