// The yardstick: a Socket.IO server with Lyceum's settings, and the Redis adapter where a Redis is named,
// that keeps, checks and orders nothing. It welcomes, and emits to all what anybody says, in packets our
// clients understand. A process of its own; its one line of output is its port.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdapter } from '@socket.io/redis-adapter'
import { Redis } from 'ioredis'
import { Server } from 'socket.io'
import { livePath } from '../../shared/contract/live.ts'

const http = createServer()
const io = new Server(http, {
  path: livePath,
  serveClient: false,
  transports: ['websocket'],
  perMessageDeflate: false,
  pingInterval: 10_000,
  pingTimeout: 10_000,
})
const [redis] = process.argv.slice(2)
if (redis !== undefined) io.adapter(createAdapter(new Redis(redis), new Redis(redis)))

interface Saying {
  readonly input: { readonly text: string }
}
type Answered = (answer: unknown) => void

let seq = 0

io.on('connection', (socket) => {
  void socket.join('all')
  const viewer = { participant: randomUUID(), kind: 'member' }
  const at = { seq, id: null }
  socket.emit('welcome', { now: Date.now(), snapshot: { viewer, at, state: null } })
  socket.on('command', ({ input }: Saying, answered: Answered) => {
    const id = randomUUID()
    const body = { participant: viewer.participant, name: 'Guest', role: 'guest', ...input }
    const fact = { type: 'chat.said', version: 1, visibleTo: 'all', body, id, actor: null }
    const facts = [{ ...fact, seq: seq + 1, at: Date.now() }]
    io.to('all').emit('frame', { after: seq, upto: { seq: (seq += 1), id }, facts })
    answered({ ok: true, output: { facts: [] } })
  })
})

http.listen(0, '127.0.0.1', () => {
  console.log((http.address() as AddressInfo).port)
})
process.once('SIGTERM', () => {
  void io.close().finally(() => process.exit(0))
})
