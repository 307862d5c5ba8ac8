// Wires the live half of a server: logs, rooms, media and the socket door. The composition root of
// everything that is not HTTP; `app.ts` joins both.
import type { LogId, RoomId } from '../../shared/ids.ts'
import { censusOf } from '../../shared/room/census.ts'
import type { BoardArchive } from '../boards/archive.ts'
import { openBoards } from '../boards/open.ts'
import { Desk } from '../broadcast/desk.ts'
import type { Clock } from '../clock.ts'
import { createLimits, type Limits } from '../dispatch/limits.ts'
import { Gateway } from '../gateway/gateway.ts'
import {
  boardChannel,
  chargesChannel,
  envoysChannel,
  outletOf,
  type LiveServer,
} from '../gateway/socket.ts'
import type { LogEngine } from '../log/engine.ts'
import { tellAbsentees } from '../presence/absentees.ts'
import type { RelayChannel } from '../rooms/relay.ts'
import { Rooms } from '../rooms/rooms.ts'
import { Seats, type Stay } from '../rooms/seats.ts'
import { Director } from '../stage/director.ts'
import { Mover } from '../stage/mover.ts'
import { shareCharges } from './charges.ts'
import { connectEnvoys } from './envoys.ts'
import { openDispatcher } from './dispatching.ts'
import type { Census } from '../telemetry/metrics.ts'
import { stewardBy, openRegistry } from './logs.ts'
import type { LiveParts } from './parts.ts'
import { openSignals } from './signals.ts'
import { openSockets, whileThere } from './sockets.ts'
import { everyNowAndThen } from './timers.ts'

export interface Live {
  readonly clock: Clock
  readonly rooms: Rooms
  readonly registry: ReturnType<typeof openRegistry>['registry']
  readonly archive: BoardArchive
  /** Keeps a seat for somebody who has no connection; returns how to give it up. */
  keepSeat(stay: Stay): () => void
  /** Whom this node serves just now. */
  readonly census: () => Census
  /** Whether a room's chores are this node's. */
  isSteward(room: LogId): boolean
  /** Another node is gone, with whatever it alone had loaded; at least once. */
  onNodeLost(listener: () => void): () => void
  /** Asks everybody to come back elsewhere or later. */
  drain(): void
  close(): Promise<void>
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

function countPeople(rooms: Rooms, io: LiveServer) {
  const participants = rooms.all.flatMap((room) =>
    [...room.members].map(({ arrival }) => arrival.participant),
  )
  return {
    rooms: rooms.all.length,
    participants: new Set(participants).size,
    connections: io.of('/').sockets.size,
    sizes: rooms.all.map(({ state }) => censusOf(state.people).here),
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

/** What servers tell each other of media nodes. */
function talkOfMedia({ plane, redis, secret, leases, metrics }: LiveParts, io: LiveServer) {
  if (redis === null) return () => undefined
  const { charges, envoys } = plane
  const over = (channel: RelayChannel) => ({
    channel: whileThere(channel, redis.publish),
    secret,
    onForged: () => {
      metrics.log.forgedHint()
    },
  })
  const incarnation = () => leases.incarnation
  const stops = [
    shareCharges({ charges, incarnation, ...over(chargesChannel(io)) }),
    connectEnvoys(envoys, over(envoysChannel(io))),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

interface LayersParts {
  readonly io: LiveServer
  readonly engine: LogEngine
  readonly registry: Live['registry']
  readonly rooms: Rooms
  readonly limits: Limits
}

function openLayers(parts: LiveParts, { io, engine, registry, rooms, limits }: LayersParts) {
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
    holdRoom: (room) => registry.open(room),
    verify: (token) => domains.tokens.verify(token),
    spend: (participant) => limits.spend('machine', { participant, room: null }),
    now: () => clock.now(),
  })
}

function openDesk(
  { recorders, domains, leases, failed }: LiveParts,
  { rooms, registry }: { rooms: Rooms; registry: Live['registry'] },
): Desk {
  const { streamKeys, classTaughtBy } = domains
  return new Desk({
    recorders,
    streamKeys,
    classOf: classTaughtBy,
    submit: (id, what) => rooms.submit(id, what),
    logs: registry,
    room: (id) => rooms.get(id),
    isSteward: stewardBy(leases),
    failed,
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
  const mover = new Mover({ plane, rooms })
  const desk = openDesk(parts, { rooms, registry })
  const passing = openSignals(parts, io, rooms)
  const seats = openSeats(parts, rooms)
  const stopTelling = tellAbsentees({ leases, seats, clock, logs: registry, failed })
  const limits = createLimits(parts.limits)
  const gateway = openGateway(parts, { io, rooms, seats, limits, passing })
  const boards = openLayers(parts, { io, engine, registry, rooms, limits })
  const stopTimers = everyNowAndThen(parts, rooms, now)
  const stopTalking = talkOfMedia(parts, io)
  const stopLosing = leases.onLost(() => {
    metrics.leaseLost()
    gateway.sendAway()
    boards.boards.sendAway()
  })
  const census = () => countPeople(rooms, io)
  metrics.sample(census)
  return {
    clock,
    rooms,
    registry,
    archive: boards.archive,
    census,
    keepSeat: (stay) => seats.take(stay),
    isSteward: stewardBy(leases),
    onNodeLost: (listener) => leases.onNodeLost(listener),
    drain: () => {
      gateway.drain()
      boards.boards.sendAway()
    },
    async close() {
      for (const stop of [stopTimers, stopTalking, stopTelling, stopLosing, stopSteward]) stop()
      gateway.close()
      boards.close()
      passing.relay.close()
      await passing.reactions.close()
      seats.close()
      mover.close()
      desk.close()
      director.close()
      rooms.close()
      await engine.close()
      await io.close()
    },
  }
}
