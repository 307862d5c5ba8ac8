// The yardstick of `board-sync`: a Hocuspocus server that keeps nothing, asks nobody for rights, and passes
// stateless messages on to all. A process of its own; its one line of output is its port.
import { Server } from '@hocuspocus/server'

const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  onStateless({ document, payload }) {
    document.broadcastStateless(payload)
    return Promise.resolve()
  },
})

await server.listen()
console.log(server.address.port)
