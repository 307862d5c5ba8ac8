// The one address of a cluster on this machine: a room's people come to the same server, and to the next one
// where that does not listen, as the proxy configuration for operators has it.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { createProxyServer } from 'httpxy'

interface FrontOptions {
  readonly port: number
  /** Ports of the servers on 127.0.0.1. */
  readonly servers: readonly number[]
}

const loopback = '127.0.0.1'
const roomInPath = /^\/(?:c|api\/rooms|api\/classes)\/([0-9a-f-]{36})/

/** What keeps people together: the room of a live connection or of a path, else where they come from. */
export function keyOf({ url = '/', socket }: Pick<IncomingMessage, 'url' | 'socket'>): string {
  const { pathname, searchParams } = new URL(url, 'http://front')
  return searchParams.get('room') ?? roomInPath.exec(pathname)?.[1] ?? socket.remoteAddress ?? ''
}

/** Whom to ask first: of one key always the same, whoever else there is (rendezvous hashing). */
export function inOrder(key: string, servers: readonly number[]): number[] {
  const draw = (server: number) => createHash('sha1').update(`${key} ${server}`).digest('hex')
  return servers.toSorted((a, b) => (draw(a) < draw(b) ? -1 : 1))
}

function listens(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(port, loopback)
  socket.once('connect', () => {
    socket.destroy()
    resolve(true)
  })
  socket.once('error', () => {
    resolve(false)
  })
  return promise
}

async function targetOf(request: IncomingMessage, { servers }: FrontOptions): Promise<string> {
  for (const server of inOrder(keyOf(request), servers))
    if (await listens(server)) return `http://${loopback}:${server}`
  throw new Error('no server listens')
}

export async function openFront(options: FrontOptions): Promise<AsyncDisposable> {
  const proxy = createProxyServer({ xfwd: true })
  const front = createServer((request, response) => {
    targetOf(request, options)
      .then((target) => proxy.web(request, response, { target }))
      .catch(() => {
        if (!response.headersSent) response.writeHead(502)
        response.end()
      })
  })
  const sockets = new Set<Duplex>()
  front.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    targetOf(request, options)
      .then((target) => proxy.ws(request, socket as never, { target }, head))
      .catch(() => {
        socket.destroy()
      })
  })
  await once(front.listen(options.port, loopback), 'listening')
  return {
    async [Symbol.asyncDispose]() {
      front.closeAllConnections()
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => front.close(closed))
    },
  }
}
