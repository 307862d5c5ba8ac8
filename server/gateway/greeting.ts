// Lets go of what a connection began with: the upgrade request, its answer and the greeting are read at the
// door only, yet Socket.IO and Engine.IO keep them for as long as the connection lives, 3 KB each.
import type { IncomingMessage } from 'node:http'
import type { Have, LiveServer, LiveSocket } from './socket.ts'

interface Upgrade extends IncomingMessage {
  /** Engine.IO's answer, which a listener on the TCP connection holds, and the request with it. */
  answer?: { req: unknown }
}

const nothing = Object.freeze({})

/** Makes the answers reachable that `forgetGreeting` empties. */
export function watchUpgrades(io: LiveServer): void {
  io.engine.use((request: Upgrade, answer: { req: unknown }, next: () => void) => {
    request.answer = answer
    next()
  })
}

/** Answers where the comer stands, which is asked once. */
export function forgetGreeting({ conn, handshake, data }: LiveSocket): Have {
  const holder = conn as unknown as { request: Upgrade | null }
  if (holder.request?.answer !== undefined) holder.request.answer.req = null
  holder.request = null
  Object.assign(handshake, { headers: nothing, auth: nothing, query: nothing })
  const { have } = data
  data.have = null
  return have
}
