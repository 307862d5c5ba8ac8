// The logs of rooms on this node: what it hears of other nodes, and whose chores are its own.
import type { LogId } from '../../shared/ids.ts'
import { roomChores, roomRules } from '../../shared/room/rules.ts'
import type { LiveServer } from '../gateway/socket.ts'
import { startLogEngine } from '../log/engine.ts'
import { noHints, signedHints, socketChannel } from '../log/hints.ts'
import { rendezvous } from '../log/rendezvous.ts'
import { startSteward } from '../log/steward.ts'
import type { Leases } from '../presence/leases.ts'
import type { LiveParts } from './parts.ts'
import { whileThere } from './sockets.ts'

export function stewardBy(leases: Leases) {
  return (log: LogId) => {
    const nodes = leases.live().map((node) => node.incarnation)
    return rendezvous(log, nodes) === leases.incarnation
  }
}

export function openRegistry(parts: LiveParts, io: LiveServer) {
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
