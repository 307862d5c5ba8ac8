// Wires the live half of a server: logs, rooms, media and the socket door. The composition root of
// everything that is not HTTP; `app.ts` joins both.
import type { Server as HttpServer } from 'node:http'
import type { Http2SecureServer } from 'node:http2'
import { createShardedAdapter } from '@socket.io/redis-adapter'
import type { Redis } from 'ioredis'
import { Server } from 'socket.io'
import { signals } from '../shared/contract/index.ts'
import { livePath } from '../shared/contract/live.ts'
import type { LogId, PollId, RoomId } from '../shared/ids.ts'
import { roomChores, roomRules } from '../shared/room/rules.ts'
import type { Tokens } from './auth/tokens.ts'
import type { Standing } from './catalogue/standing.ts'
import type { BoardArchive } from './boards/archive.ts'
import { openBoards } from './boards/open.ts'
import type { Clock } from './clock.ts'
import { Dispatcher } from './dispatch/dispatcher.ts'
import { createLimits, type Limits } from './dispatch/limits.ts'
import type { LimitsConfig } from './limits/budgets.ts'
import { joinFrameBuffers } from './gateway/frameBuffers.ts'
import { Gateway } from './gateway/gateway.ts'
import { boardChannel, outletOf, relayChannel, type LiveServer } from './gateway/socket.ts'
import { startLogEngine, type LogEngine } from './log/engine.ts'
import { rendezvous } from './log/rendezvous.ts'
import { startSteward } from './log/steward.ts'
import { tellAbsentees } from './presence/absentees.ts'
import type { Leases } from './presence/leases.ts'
import { noHints, signedHints, socketChannel } from './log/hints.ts'
import type { LogStore } from './log/store.ts'
import type { MediaPlane } from './media/plane.ts'
import { keepSecretsShort } from './polls/care.ts'
import { pollRequests } from './polls/requests.ts'
import type { PollSecrets } from './polls/secrets.ts'
import { pollNews } from './polls/standing.ts'
import { questionRequests } from './questions/requests.ts'
import { questionNews } from './questions/standing.ts'
import { Reactions } from './reactions/reactions.ts'
import { openRelay, type Passing, type Relay } from './rooms/relay.ts'
import { roomRequests } from './rooms/requests.ts'
import { Rooms } from './rooms/rooms.ts'
import { Seats } from './rooms/seats.ts'
import { expiry, recallDisabled } from './rooms/staying.ts'
import { Turnstile } from './rooms/turnstile.ts'
import { Director } from './stage/director.ts'
import { oneAfterAnother } from './stage/joining.ts'
import { mediaRequests } from './stage/requests.ts'
import { startTallies } from './tallies/tallies.ts'
import type { Metrics } from './telemetry/metrics.ts'

export interface LiveParts {
  readonly http: HttpServer | Http2SecureServer
  readonly store: LogStore
  readonly clock: Clock
  readonly plane: MediaPlane
  readonly domains: {
    readonly tokens: Tokens
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

export interface Live {
  readonly clock: Clock
  readonly rooms: Rooms
  readonly registry: ReturnType<typeof openRegistry>['registry']
  readonly archive: BoardArchive
  /** Whether a room's chores are this node's. */
  isSteward(room: LogId): boolean
  /** Another node is gone, with whatever it alone had loaded; at least once. */
  onNodeLost(listener: () => void): () => void
  /** Asks everybody to come back elsewhere or later. */
  drain(): void
  close(): Promise<void>
}

/** Long enough for a phone that sleeps for a moment, short enough to notice a dead one. In ms. */
const ping = { pingInterval: 10_000, pingTimeout: 10_000 }
const largestMessage = 256 * 1024
const sweepEvery = 15_000
const hereEvery = 2_000
const recallEvery = 5_000
/** Each is several questions to an sfu. */
const mediaJoinsAtOnce = 20

function openSockets({ http, isOwnOrigin, redis }: LiveParts): LiveServer {
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

function stewardBy(leases: Leases) {
  return (log: LogId) => {
    const nodes = leases.live().map((node) => node.incarnation)
    return rendezvous(log, nodes) === leases.incarnation
  }
}

/** While Redis is away nothing waits for it: what a hint would have told is pulled, the rest was passing. */
function whileThere<Channel extends { send(text: string): void }>(
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

function openRegistry(parts: LiveParts, io: LiveServer) {
  const { store, clock, leases, redis, secret, metrics } = parts
  const hints =
    redis === null
      ? noHints
      : signedHints({
          channel: whileThere(socketChannel(io), redis.publish),
          secret,
          onForged: () => {
            metrics.log.forgedHint()
          },
        })
  const engine = startLogEngine({ store, clock, hints, recorder: metrics.log })
  const registry = engine.registry({
    kind: 'room',
    rules: roomRules,
    due: (state) => roomChores(state)[0]?.at ?? null,
  })
  const stopSteward = startSteward({
    registry,
    store,
    clock,
    recorder: metrics.log,
    chores: (state) => roomChores(state).map(({ at, key, ...command }) => ({ at, key, command })),
    isSteward: stewardBy(leases),
  })
  return { engine, registry, stopSteward }
}

/** A seat that stayed empty for too long becomes a drop. */
function openSeats({ dropAfter, failed }: LiveParts, rooms: Rooms): Seats {
  return new Seats(({ room, participant, session, incarnation }) => {
    const input = { participant, session, incarnation }
    rooms.submit(room, { name: 'people.drop', input, actor: 'system' }).catch((error: unknown) => {
      failed('dropping a connection', error)
    })
  }, dropAfter)
}

/** Signals of this node's people go to the other nodes too, and theirs come here; some are gathered first. */
function openSignals(
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

function openDispatcher(
  parts: LiveParts,
  { limits, passing }: { limits: Limits; passing: ReturnType<typeof openSignals> },
): Dispatcher {
  const { plane, domains, metrics, failed } = parts
  const { tokens, standing, pollSecrets } = domains
  const { reactions, say } = passing
  const media = mediaRequests(plane, failed)
  const mediaWay = new Turnstile({ now: () => performance.now(), abreast: mediaJoinsAtOnce })
  return new Dispatcher({
    handlers: {
      ...roomRequests({
        refusalFor: (arrival) => standing.refusalFor(arrival),
        renew: (arrival) => tokens.sign(arrival),
        now: () => parts.clock.now(),
      }),
      ...pollRequests(pollSecrets),
      ...questionRequests,
      ...reactions.requests,
      ...media,
      'media.join': oneAfterAnother(media['media.join'], mediaWay, (outcome) => {
        metrics.joined(outcome, 'media')
      }),
    },
    blind: (room, poll, participant) => pollSecrets.nameOf(room, poll as PollId, participant),
    limits,
    relay: ({ room, member }, name, data) => {
      say({ room: room.id, from: member.arrival.participant, name, data })
    },
    unexpected: (error, { name, id }) => {
      failed(`${name} (${id})`, error)
    },
    counted: metrics.called,
  })
}

function countPeople(rooms: Rooms, io: LiveServer) {
  const participants = rooms.all.flatMap((room) =>
    [...room.members].map(({ arrival }) => arrival.participant),
  )
  const connections = io.of('/').sockets.size
  return { rooms: rooms.all.length, participants: new Set(participants).size, connections }
}

function everyNowAndThen(
  { domains: { pollSecrets: secrets, standing }, failed }: LiveParts,
  rooms: Rooms,
  now: () => number,
): () => void {
  const endExpired = expiry({
    refusalFor: (arrival) => standing.refusalFor(arrival),
    now,
    failed,
  })
  const sweep = setInterval(() => {
    rooms.sweep()
  }, sweepEvery)
  const here = setInterval(() => {
    for (const room of rooms.all) {
      room.tellHere()
      room.tellPlaces()
      endExpired(room)
    }
  }, hereEvery)
  const recall = setInterval(() => {
    recallDisabled({
      rooms: () => rooms.all,
      disabledAmong: (accounts) => standing.disabledAmong(accounts),
    }).catch((error: unknown) => {
      failed('asking for disabled accounts', error)
    })
  }, recallEvery)
  const stops = [
    startTallies({
      rooms: () => rooms.all,
      sources: [pollNews, questionNews],
      elapsed: () => performance.now(),
    }),
    keepSecretsShort({ secrets, rooms: () => rooms.all, failed }),
  ]
  return () => {
    for (const stop of stops) stop()
    clearInterval(sweep)
    clearInterval(here)
    clearInterval(recall)
  }
}

interface GatewayNeeds {
  readonly io: LiveServer
  readonly rooms: Rooms
  readonly seats: Seats
  readonly limits: Limits
  readonly passing: ReturnType<typeof openSignals>
}

function openGateway(
  parts: LiveParts,
  { io, rooms, seats, limits, passing }: GatewayNeeds,
): Gateway {
  const { domains, leases, metrics, clock, failed } = parts
  return new Gateway({
    io,
    rooms,
    seats,
    dispatcher: openDispatcher(parts, { limits, passing }),
    limits,
    verify: (token) => domains.tokens.verify(token),
    incarnation: () => leases.incarnation,
    hasLease: () => leases.held,
    now: () => clock.now(),
    unexpected: (error) => {
      failed('a connection', error)
    },
    joined: metrics.joined,
    letGo: metrics.letGo,
  })
}

interface LayersParts {
  readonly io: LiveServer
  readonly engine: LogEngine
  readonly rooms: Rooms
  readonly limits: Limits
}

function openLayers(parts: LiveParts, { io, engine, rooms, limits }: LayersParts) {
  const { http, clock, domains, redis, secret, isOwnOrigin, metrics, failed } = parts
  return openBoards({
    http,
    engine,
    isOwnOrigin,
    secret,
    failed,
    channel: redis === null ? null : whileThere(boardChannel(io), redis.publish),
    onForged: () => {
      metrics.log.forgedHint()
    },
    recorder: metrics.boards,
    enter: (room) => rooms.enter(room),
    verify: (token) => domains.tokens.verify(token),
    spend: (participant) => limits.spend('machine', { participant, room: null }),
    now: () => clock.now(),
  })
}

export function startLive(parts: LiveParts): Live {
  const { clock, plane, leases, metrics, failed } = parts
  const now = () => clock.now()
  const io = openSockets(parts)
  const { engine, registry, stopSteward } = openRegistry(parts, io)
  const rooms = new Rooms({
    hold: (id) => registry.open(id),
    outlet: (id) => outletOf(io, id),
    delivered: metrics.delivered,
    now,
  })
  const room = (id: RoomId) => rooms.get(id)
  const director = new Director({ plane, logs: registry, room, now, failed })
  const passing = openSignals(parts, io, rooms)
  const seats = openSeats(parts, rooms)
  const stopTelling = tellAbsentees({ leases, seats, clock, logs: registry, failed })
  const limits = createLimits(parts.limits)
  const gateway = openGateway(parts, { io, rooms, seats, limits, passing })
  const boards = openLayers(parts, { io, engine, rooms, limits })
  const stopTimers = everyNowAndThen(parts, rooms, now)
  const stopLosing = leases.onLost(() => {
    gateway.sendAway()
    boards.boards.sendAway()
  })
  metrics.sample(() => countPeople(rooms, io))
  return {
    clock,
    rooms,
    registry,
    archive: boards.archive,
    isSteward: stewardBy(leases),
    onNodeLost: (listener) => leases.onNodeLost(listener),
    drain: () => {
      gateway.drain()
      boards.boards.sendAway()
    },
    async close() {
      for (const stop of [stopTimers, stopTelling, stopLosing, stopSteward]) stop()
      gateway.close()
      boards.close()
      passing.relay.close()
      await passing.reactions.close()
      seats.close()
      director.close()
      rooms.close()
      await engine.close()
      await io.close()
    },
  }
}
