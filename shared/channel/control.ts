// A node's one HTTP port: the WebSocket that servers dial, health, metrics, and what else it serves.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import type { NodeContract, NodeEvent } from '../contract/nodeContract.ts'
import { closeCodes } from './frames.ts'
import { eventText, Link, type Answered, type DialledNode } from './link.ts'

const pingMs = 5_000

/** A node that says by itself what happened. */
export interface TellingNode<C extends NodeContract> extends DialledNode<C> {
  on(name: 'announced', listener: (...event: NodeEvent<C>) => void): unknown
  off(name: 'announced', listener: (...event: NodeEvent<C>) => void): unknown
}

export interface Health {
  readonly ready: boolean
  /** What is shown of it. */
  readonly figures: object
}

export interface ControlOptions<C extends NodeContract> {
  readonly contract: C
  readonly host: string
  readonly port: number
  readonly secret: string
  readonly node: TellingNode<C>
  readonly metrics: {
    readonly contentType: string
    text(): Promise<string>
    readonly answered: Answered
  }
  readonly health: () => Health
  /** Answers whatever else is asked for, or calls `missing`. */
  readonly others?: (
    request: IncomingMessage,
    response: ServerResponse,
    missing: () => void,
  ) => void
  readonly log: Logger
}

export class Control<C extends NodeContract> {
  readonly #options: ControlOptions<C>
  readonly #http: Server
  readonly #sockets: WebSocketServer
  readonly #links = new Set<Link<C>>()
  readonly #pinging: NodeJS.Timeout

  private constructor(options: ControlOptions<C>) {
    this.#options = options
    this.#http = createServer((request, response) => void this.#answer(request, response))
    this.#sockets = new WebSocketServer({
      server: this.#http,
      path: options.contract.path,
      maxPayload: options.contract.frameLimits.node,
      perMessageDeflate: false,
    })
    this.#sockets.on('error', () => undefined)
    this.#pinging = setInterval(() => this.#dropSilent(), pingMs)
    options.node.on('announced', this.#forward)
    this.#accept()
  }

  static async listen<C extends NodeContract>(options: ControlOptions<C>): Promise<Control<C>> {
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

  readonly #forward = (...[name, data]: NodeEvent<C>): void => {
    if (this.#links.size === 0) return
    const text = eventText(name, data)
    for (const link of this.#links) link.sendEvent(text)
  }

  #accept(): void {
    const { contract, node, secret, metrics, log } = this.#options
    const answered: Answered = (name, outcome) => {
      metrics.answered(name, outcome)
    }
    this.#sockets.on('connection', (socket) => {
      alive.add(socket)
      socket.on('pong', () => alive.add(socket))
      const onClose = (link: Link<C>) => void this.#links.delete(link)
      this.#links.add(new Link({ contract, socket, node, secret, onClose, answered, log }))
    })
  }

  #dropSilent(): void {
    for (const socket of this.#sockets.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { health, metrics, others } = this.#options
    const missing = () => {
      reply(response, 404, { code: 'missing' })
    }
    switch (request.url) {
      case '/health/live':
        reply(response, 200, { live: true })
        break
      case '/health/ready': {
        const { ready, figures } = health()
        reply(response, ready ? 200 : 503, figures)
        break
      }
      case '/metrics':
        response.setHeader('content-type', metrics.contentType)
        response.end(await metrics.text())
        break
      default:
        if (others) others(request, response, missing)
        else missing()
    }
  }
}

/** Sockets that answered since the last ping. */
const alive = new WeakSet<object>()

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
