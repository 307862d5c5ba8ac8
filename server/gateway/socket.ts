// Wraps one Socket.IO socket as a member of its room: which groups it is in, and what it may be sent.
import type { Server, Socket } from 'socket.io'
import type { z } from 'zod'
import type { ClientEvents, hello, ServerEvents } from '../../shared/contract/room.ts'
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import type { ViewKind } from '../../shared/room/viewer.ts'
import type { Arrival, Member, Outlet } from '../rooms/outlet.ts'
import type { RelayChannel } from '../rooms/relay.ts'

/** What goes between servers is sealed and checked by `log/hints.ts` and `rooms/relay.ts`. */
export interface BetweenServers {
  'lyceum:hint': (text: string) => void
  'lyceum:passing': (text: string) => void
  'lyceum:board': (text: string) => void
  'lyceum:charges': (text: string) => void
  'lyceum:envoys': (text: string) => void
}

/** Where somebody who comes back stands. */
export type Have = z.output<typeof hello>['have']

export interface SocketData {
  arrival: Arrival
  have: Have
  /** When the token ends that it came with. */
  until: number
  /** How many were before them when they were last told; none are before who is not in a line. */
  ahead: number | null
}

export type LiveServer = Server<ClientEvents, ServerEvents, BetweenServers, SocketData>
export type LiveSocket = Socket<ClientEvents, ServerEvents, BetweenServers, SocketData>

/** Time for the answer to “leave” to arrive before the connection closes. In ms. */
const lastWords = 500

const viewGroup = (room: RoomId, kind: ViewKind) => `${room}:${kind}`
const personGroup = (room: RoomId, participant: ParticipantId) => `${room}:${participant}`

/** What whoever waits is told only goes down, though another line, or another node's, may be longer. */
export function tellPlace(socket: Pick<LiveSocket, 'data' | 'emit'>, ahead: number): void {
  const { data } = socket
  data.ahead = Math.min(ahead, data.ahead ?? Infinity)
  socket.emit('signal', { name: 'lobby.place', from: null, data: { ahead: data.ahead } })
}

export function memberOf(socket: LiveSocket, arrival: Arrival): Member {
  const { room, participant } = arrival
  let group: string | null = null
  void socket.join(personGroup(room, participant))
  return {
    arrival,
    until: socket.data.until,
    send: (event, ...payload) => {
      socket.emit(event, ...payload)
    },
    sendVolatile: (event, ...payload) => {
      socket.volatile.emit(event, ...payload)
    },
    tellPlace: (ahead) => {
      tellPlace(socket, ahead)
    },
    view(kind) {
      if (kind !== 'waiting') socket.data.ahead = null
      if (group !== null) void socket.leave(group)
      group = viewGroup(room, kind)
      void socket.join(group)
    },
    dismiss(reason) {
      setTimeout(() => {
        socket.emit('goodbye', reason)
        socket.disconnect(true)
      }, lastWords)
    },
  }
}

/** Only this node's connections: every node delivers to its own. */
export function outletOf(io: LiveServer, room: RoomId): Outlet {
  return {
    toView: (kind, except) => {
      const others = except.map((participant) => personGroup(room, participant))
      const group = io.local.to(viewGroup(room, kind)).except(others)
      return (event, ...payload) => {
        group.emit(event, ...payload)
      }
    },
    volatile: (kinds) => {
      const group = io.local.volatile.to(kinds.map((kind) => viewGroup(room, kind)))
      return (event, ...payload) => {
        group.emit(event, ...payload)
      }
    },
  }
}

function channelOf(io: LiveServer, event: keyof BetweenServers): RelayChannel {
  return {
    send: (text) => {
      io.serverSideEmit(event, text)
    },
    listen: (listener) => {
      io.on(event, listener)
      return () => {
        io.off(event, listener)
      }
    },
  }
}

/** To the other nodes, through whatever adapter the server has; without one it goes nowhere. */
export const relayChannel = (io: LiveServer) => channelOf(io, 'lyceum:passing')
export const chargesChannel = (io: LiveServer) => channelOf(io, 'lyceum:charges')
export const envoysChannel = (io: LiveServer) => channelOf(io, 'lyceum:envoys')
export const boardChannel = (io: LiveServer) => channelOf(io, 'lyceum:board')
