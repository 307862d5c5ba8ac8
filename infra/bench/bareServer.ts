// A Socket.IO server with Lyceum's settings that does nothing: what a connection costs before Lyceum. A
// process of its own; its one line of output is its port.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
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
http.listen(0, '127.0.0.1', () => {
  console.log((http.address() as AddressInfo).port)
})
process.once('SIGTERM', () => {
  void io.close().finally(() => process.exit(0))
})
