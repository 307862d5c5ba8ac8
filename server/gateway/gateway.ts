// The door for sockets: checks origin and token, seats the connection in its room, passes what it sends
// to the dispatcher, and lets it go. Knows no feature.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { checked } from '../../shared/contract/checked.ts'
import { hello, type Welcome } from '../../shared/contract/room.ts'
import { id } from '../../shared/contract/fields.ts'
import { LyceumError, type Refusal } from '../../shared/errors.ts'
import type { Incarnation, ParticipantId } from '../../shared/ids.ts'
import { isStaff } from '../../shared/roles.ts'
import type { Viewer } from '../../shared/room/viewer.ts'
import type { VerifiedToken } from '../auth/tokens.ts'
import type { Dispatcher, Sender } from '../dispatch/dispatcher.ts'
import type { Limits } from '../dispatch/limits.ts'
import type { Arrival } from '../rooms/outlet.ts'
import type { Room } from '../rooms/room.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Seats } from '../rooms/seats.ts'
import { forgetGreeting, watchUpgrades } from './greeting.ts'
import { watchReaders } from './slowReaders.ts'
import { memberOf, tellPlace, type Have, type LiveServer, type LiveSocket } from './socket.ts'
import { Turnstile, type Done, type Ticket } from '../rooms/turnstile.ts'

export interface GatewayParts {
  readonly io: LiveServer
  readonly rooms: Rooms
  readonly seats: Seats
  readonly dispatcher: Dispatcher
  /** A connection is a fact or two, so nobody makes them without end. */
  readonly limits: Limits
  readonly verify: (token: string) => Promise<VerifiedToken>
  readonly incarnation: () => Incarnation
  /** False between losing a lease and holding the next. */
  readonly hasLease: () => boolean
  readonly now: () => number
  readonly unexpected: (error: unknown) => void
  /** Counts connections that this node closed, by the reason. */
  readonly letGo: (reason: 'slow reader') => void
  /** Counts a way in, by how it went and how far it came. */
  readonly joined: (outcome: string, stage: 'token' | 'seat', ms?: number) => void
}

const roomQuery = z.object({ room: id<'room'>() })

/** Socket.IO hands a middleware's error to the client as `connect_error` with its `data`. */
function refusedHandshake(refusal: Refusal): Error {
  return Object.assign(new Error(refusal.message), { data: refusal })
}

async function admit(
  socket: LiveSocket,
  { verify, limits, incarnation }: GatewayParts,
): Promise<LiveSocket['data']> {
  const said = checked(hello, socket.handshake.auth)
  const asked = checked(roomQuery, socket.handshake.query)
  if (!said.success || !asked.success)
    throw new LyceumError('invalid', 'The connection’s greeting is malformed.')
  const { expiresAt, signIn = null, ...claims } = await verify(said.data.token)
  const { room, participant } = claims
  if (room !== asked.data.room) throw new LyceumError('wrongRoom')
  await limits.spend('machine', { participant, room: null })
  const { session, device, have } = said.data
  const arrival = { ...claims, signIn, session, device, incarnation: incarnation() }
  return { arrival, have, until: expiresAt, ahead: null }
}

function placeIn({ state }: Room, participant: ParticipantId): number {
  return Math.max(0, state.lobby.queue.keySeq().indexOf(participant))
}

export class Gateway {
  readonly #parts: GatewayParts
  readonly #stopWatching: () => void
  readonly #turnstile: Turnstile
  #draining = false

  constructor(parts: GatewayParts) {
    this.#parts = parts
    const { io } = parts
    watchUpgrades(io)
    this.#turnstile = new Turnstile({ now: () => performance.now() })
    io.use((socket, next) => {
      this.#admit(socket).then(
        () => {
          next()
        },
        (error: unknown) => {
          const refusal = this.#refusalOf(error)
          parts.joined(refusal.code, 'token')
          next(refusedHandshake(refusal))
        },
      )
    })
    io.on('connection', (socket) => {
      void this.#connect(socket)
    })
    this.#stopWatching = watchReaders(io, () => {
      parts.letGo('slow reader')
    })
  }

  async #admit(socket: LiveSocket): Promise<void> {
    if (this.#draining) throw new LyceumError('draining')
    // A stay under a run that nobody ever heard of would never be found lost.
    if (!this.#parts.hasLease()) throw new LyceumError('unavailable')
    Object.assign(socket.data, await admit(socket, this.#parts))
  }

  #refusalOf(error: unknown): Refusal {
    if (error instanceof LyceumError) return error.refusal
    this.#parts.unexpected(error)
    return new LyceumError('internal').refusal
  }

  async #connect(socket: LiveSocket): Promise<void> {
    const { arrival } = socket.data
    const release = this.#parts.seats.take(arrival)
    socket.on('disconnect', release)
    const began = performance.now()
    try {
      await this.#seat(socket, arrival)
      this.#parts.joined('ok', 'seat', performance.now() - began)
    } catch (error) {
      const refusal = this.#refusalOf(error)
      this.#parts.joined(refusal.code, 'seat')
      socket.emit('goodbye', refusal)
      socket.disconnect(true)
    }
  }

  /** Staff come straight in; the others one after another where very many come. */
  async #passed(socket: LiveSocket, arrival: Arrival): Promise<Done | null> {
    const { room: id, participant, session, role } = arrival
    if (isStaff(role)) return () => undefined
    const room = await this.#parts.rooms.enter(id)
    const ticket: Ticket = {
      key: `${id} ${participant} ${session}`,
      returning: (room.state.people.get(participant)?.stays.length ?? 0) > 0,
      tell: (ahead) => {
        // Who passes may have to wait inside, behind those who do already.
        tellPlace(socket, ahead + room.state.lobby.queue.size)
      },
    }
    const lost = () => {
      this.#turnstile.away(ticket)
    }
    socket.on('disconnect', lost)
    const done = await this.#turnstile.pass(ticket)
    socket.off('disconnect', lost)
    return done
  }

  async #seat(socket: LiveSocket, arrival: Arrival): Promise<void> {
    const have = forgetGreeting(socket)
    const done = await this.#passed(socket, arrival)
    try {
      if (done !== null && socket.connected) await this.#sit(socket, arrival, have)
    } finally {
      done?.()
    }
  }

  async #sit(socket: LiveSocket, arrival: Arrival, have: Have): Promise<void> {
    const { rooms, now } = this.#parts
    await this.#join(await rooms.enter(arrival.room), arrival)
    // Nobody was in the room yet: the sweep may have closed it while the join was stored.
    const room = await rooms.enter(arrival.room)
    if (!socket.connected) return
    const member = memberOf(socket, arrival)
    const viewer = room.add(member)
    socket.on('disconnect', () => {
      room.remove(member)
    })
    this.#listen(socket, { room, member })
    const first = await this.#first(room, viewer, have)
    const { participant, session } = arrival
    const welcome: Welcome = { participant, session, now: now(), ...first }
    socket.emit('welcome', welcome)
    room.catchUp(member, 'frame' in first ? first.frame.upto : first.snapshot.at)
    // How many are here; or, outside, how many are before one.
    if (room.viewer(participant).kind !== 'waiting')
      member.send('signal', { name: 'room.here', from: null, data: room.here })
    else member.tellPlace(placeIn(room, participant))
  }

  async #join(room: Room, arrival: Arrival): Promise<void> {
    const { room: _, signIn: __, ...input } = arrival
    const command = { name: 'people.join', input } as const
    const key = `join:${randomUUID()}`
    const outcome = await room.log.submit({ key, actor: 'system', command })
    if (!outcome.ok) throw LyceumError.from(outcome.refusal)
  }

  async #first(room: Room, viewer: Viewer, have: Have) {
    // Why one waits is told by snapshots alone, and those of the corridor are small.
    if (have?.view !== viewer.kind || viewer.kind === 'waiting')
      return { snapshot: room.snapshot(viewer) }
    return room.since(have.at, viewer)
  }

  #listen(socket: LiveSocket, sender: Sender): void {
    const { dispatcher } = this.#parts
    const answering =
      (work: (sender: Sender, raw: unknown) => Promise<unknown>) =>
      (raw: unknown, answer: unknown) => {
        void work(sender, raw).then((result) => {
          // A client may leave out the acknowledgement, or send anything in its place.
          if (typeof answer === 'function') (answer as (result: unknown) => void)(result)
        })
      }
    socket.on(
      'command',
      answering((from, raw) => dispatcher.command(from, raw)),
    )
    socket.on(
      'request',
      answering((from, raw) => dispatcher.request(from, raw)),
    )
    socket.on('signal', (raw) => {
      void dispatcher.signal(sender, raw)
    })
  }

  /** Takes nobody new, and asks everybody to come back elsewhere or later. */
  drain(): void {
    this.#draining = true
    this.sendAway()
  }

  /** Asks everybody to connect anew, spread over some seconds. */
  sendAway(spreadMs = 3_000): void {
    for (const socket of this.#parts.io.of('/').sockets.values()) {
      const retryAfter = Math.round(Math.random() * spreadMs)
      socket.emit('goodbye', new LyceumError('draining', undefined, { retryAfter }).refusal)
      socket.disconnect(true)
    }
  }

  close(): void {
    this.#stopWatching()
    this.#turnstile.close()
  }
}
