// One server's connection to this sfu: the handshake, then requests in and answers and events out.
// The only place of the sfu where a request's failure is caught.
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import {
  closeCodes,
  handshakeLimitMs,
  hello,
  isSfuRequest,
  requestFrame,
  response,
  sfuProtocol,
  sfuRequests,
  type EventFrame,
  type HandshakeEnds,
  type RequestFrame,
  type SfuRequestName,
} from '../shared/contract/sfu.ts'
import { LyceumError, refuse } from '../shared/errors.ts'
import type { Metrics } from './metrics.ts'
import { isProof, newNonce, prove } from './proof.ts'
import type { Handlers, SfuNode } from './node.ts'

/** A server that reads so slowly is cut off; it comes back and the next report tells it all. */
const maxBufferedBytes = 64 << 20

type State =
  | { readonly name: 'hello' }
  | { readonly name: 'response'; readonly ends: HandshakeEnds }
  | { readonly name: 'ready'; readonly server: string }
  | { readonly name: 'closed' }

export interface LinkOptions {
  readonly socket: WebSocket
  readonly node: SfuNode
  readonly secret: string
  readonly onClose: (link: Link) => void
  readonly answered: Metrics['answered']
  readonly log: Logger
}

export class Link {
  readonly #options: LinkOptions
  readonly #handshake: NodeJS.Timeout
  #state: State = { name: 'hello' }

  constructor(options: LinkOptions) {
    const { socket, onClose, log } = options
    this.#options = options
    this.#handshake = setTimeout(() => this.#refuse('too slow'), handshakeLimitMs)
    socket.on('message', (data, isBinary) => {
      if (!isBinary) this.#onText(textOf(data))
    })
    socket.on('error', (error) => log.debug({ err: error }, 'control connection'))
    socket.on('close', () => {
      clearTimeout(this.#handshake)
      this.#state = { name: 'closed' }
      onClose(this)
    })
  }

  get ready(): boolean {
    return this.#state.name === 'ready'
  }

  /** `frame` is a text made once for all servers. */
  sendEvent(frame: string): void {
    if (!this.ready) return
    if (this.#options.socket.bufferedAmount > maxBufferedBytes) this.#options.socket.terminate()
    else this.#options.socket.send(frame)
  }

  close(code: number, reason: string): void {
    this.#options.socket.close(code, reason)
  }

  #onText(text: string): void {
    const frame = parseJson(text)
    switch (this.#state.name) {
      case 'hello':
        this.#onHello(frame)
        break
      case 'response':
        this.#onResponse(frame, this.#state.ends)
        break
      case 'ready':
        this.#onRequest(frame)
        break
      case 'closed':
        break
    }
  }

  #onHello(frame: unknown): void {
    const said = hello.safeParse(frame)
    if (!said.success) {
      this.#refuse('no hello')
      return
    }
    if (!said.data.versions.includes(sfuProtocol)) {
      this.close(closeCodes.version, 'version')
      return
    }
    const { node, secret } = this.#options
    const ends = {
      server: said.data.node,
      sfu: node.name,
      serverNonce: said.data.nonce,
      sfuNonce: newNonce(),
      version: sfuProtocol,
    }
    this.#state = { name: 'response', ends }
    this.#send({
      type: 'challenge',
      version: sfuProtocol,
      node: node.name,
      nonce: ends.sfuNonce,
      proof: prove(secret, 'sfu', ends),
    })
  }

  #onResponse(frame: unknown, ends: HandshakeEnds): void {
    const said = response.safeParse(frame)
    const expected = prove(this.#options.secret, 'server', ends)
    if (!said.success || !isProof(said.data.proof, expected)) {
      this.#refuse('wrong proof')
      return
    }
    clearTimeout(this.#handshake)
    this.#state = { name: 'ready', server: ends.server }
    this.#options.log.info({ server: ends.server }, 'server connected')
    const { node } = this.#options
    this.#send({ type: 'ready', incarnations: node.incarnations })
    this.sendEvent(eventText('report', node.report()))
  }

  #onRequest(frame: unknown): void {
    const asked = requestFrame.safeParse(frame)
    if (!asked.success) return
    void this.#answer(asked.data)
  }

  async #answer(frame: RequestFrame): Promise<void> {
    const began = performance.now()
    const ok = await this.#tryAnswer(frame)
    // What a server of a later day asks for has no place among the figures.
    if (isSfuRequest(frame.name))
      this.#options.answered(frame.name, { ok, ms: performance.now() - began })
  }

  async #tryAnswer({ id, name, input }: RequestFrame): Promise<boolean> {
    try {
      if (!isSfuRequest(name)) throw new LyceumError('unknown', `This sfu has no request ${name}.`)
      const output = await handle(this.#options.node.handlers, name, input)
      this.#send({ type: 'answer', id, ok: true, output })
      return true
    } catch (error) {
      const known = error instanceof LyceumError ? error.refusal : refuse('internal')
      if (!(error instanceof LyceumError)) this.#options.log.error({ err: error, name }, 'request')
      this.#send({ type: 'answer', id, ok: false, error: known })
      return false
    }
  }

  #refuse(why: string): void {
    this.#options.log.warn({ why }, 'control connection refused')
    this.close(closeCodes.refused, 'refused')
  }

  #send(frame: object): void {
    if (this.#state.name !== 'closed') this.#options.socket.send(JSON.stringify(frame))
  }
}

export const eventText = (name: string, data: unknown): string =>
  JSON.stringify({ type: 'event', name, data } satisfies EventFrame)

function handle<N extends SfuRequestName>(handlers: Handlers, name: N, input: unknown) {
  const parsed = sfuRequests[name].input.safeParse(input)
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')
    throw new LyceumError('invalid', `${name}: ${where}`)
  }
  return handlers[name](parsed.data as never)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return Buffer.from(data as Buffer).toString()
}
