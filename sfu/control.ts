// The sfu's one HTTP port: the WebSocket that servers dial, health, and metrics.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import { closeCodes, frameLimits, sfuPath } from '../shared/contract/sfu.ts'
import { eventText, Link } from './link.ts'
import type { Metrics } from './metrics.ts'
import type { SfuNode } from './node.ts'

const pingMs = 5_000

export interface ControlOptions {
  readonly host: string
  readonly port: number
  readonly secret: string
  readonly node: SfuNode
  readonly metrics: Metrics
  readonly log: Logger
}

export class Control {
  readonly #options: ControlOptions
  readonly #http: Server
  readonly #sockets: WebSocketServer
  readonly #links = new Set<Link>()
  readonly #pinging: NodeJS.Timeout

  private constructor(options: ControlOptions) {
    this.#options = options
    this.#http = createServer((request, response) => void this.#answer(request, response))
    this.#sockets = new WebSocketServer({
      server: this.#http,
      path: sfuPath,
      maxPayload: frameLimits.toSfuBytes,
      perMessageDeflate: false,
    })
    this.#sockets.on('error', () => undefined)
    this.#pinging = setInterval(() => this.#dropSilent(), pingMs)
    options.node.on('announced', this.#forward)
    this.#accept()
  }

  static async listen(options: ControlOptions): Promise<Control> {
    const control = new Control(options)
    try {
      await new Promise<void>((resolve, reject) => {
        control.#http.once('error', reject)
        control.#http.listen(options.port, options.host, resolve)
      })
    } catch (error) {
      await control.close()
      throw error
    }
    return control
  }

  get address(): string {
    const { address, port, family } = this.#http.address() as AddressInfo
    return `${family === 'IPv6' ? `[${address}]` : address}:${port}`
  }

  async close(): Promise<void> {
    clearInterval(this.#pinging)
    this.#options.node.off('announced', this.#forward)
    for (const link of this.#links) link.close(closeCodes.shutdown, 'shutdown')
    this.#sockets.close()
    await new Promise((resolve) => this.#http.close(resolve).closeAllConnections())
  }

  readonly #forward = (name: string, data: unknown): void => {
    if (this.#links.size === 0) return
    const text = eventText(name, data)
    for (const link of this.#links) link.sendEvent(text)
  }

  #accept(): void {
    const { node, secret, metrics, log } = this.#options
    const answered: Metrics['answered'] = (name, outcome) => metrics.answered(name, outcome)
    this.#sockets.on('connection', (socket) => {
      alive.add(socket)
      socket.on('pong', () => alive.add(socket))
      const onClose = (link: Link) => void this.#links.delete(link)
      this.#links.add(new Link({ socket, node, secret, onClose, answered, log }))
    })
  }

  #dropSilent(): void {
    for (const socket of this.#sockets.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { node, metrics } = this.#options
    switch (request.url) {
      case '/health/live':
        reply(response, 200, { live: true })
        break
      case '/health/ready': {
        const { length } = node.workers.alive
        reply(response, length > 0 ? 200 : 503, { node: node.name, workers: length })
        break
      }
      case '/metrics':
        response.setHeader('content-type', metrics.contentType)
        response.end(await metrics.text())
        break
      default:
        reply(response, 404, { code: 'missing' })
    }
  }
}

/** Sockets that answered since the last ping. */
const alive = new WeakSet<object>()

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
