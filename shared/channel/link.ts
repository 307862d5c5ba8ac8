// One server's connection to this node: the handshake, then requests in and answers and events out.
// The only place of a node where a request's failure is caught.
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { z } from 'zod'
import type { NodeContract, NodeHandlers, NodeRequestName } from '../contract/nodeContract.ts'
import { LyceumError, refuse } from '../errors.ts'
import type { Incarnation } from '../ids.ts'
import {
  closeCodes,
  handshakeLimitMs,
  hello,
  requestFrame,
  response,
  type EventFrame,
  type HandshakeEnds,
  type RequestFrame,
} from './frames.ts'
import { isProof, newNonce, proofsOf } from './proof.ts'

/** A server that reads so slowly is cut off; it comes back and the next report tells it all. */
const maxBufferedBytes = 64 << 20

/** A node as the servers that dial it know it. */
export interface DialledNode<C extends NodeContract> {
  readonly name: string
  /** What runs here now. */
  readonly incarnations: readonly Incarnation[]
  readonly handlers: NodeHandlers<C>
  report(): z.infer<C['events']['report']>
}

export type Answered = (
  name: string,
  outcome: { readonly ok: boolean; readonly ms: number },
) => void

type State =
  | { readonly name: 'hello' }
  | { readonly name: 'response'; readonly server: string; readonly expected: string }
  | { readonly name: 'ready'; readonly server: string }
  | { readonly name: 'closed' }

export interface LinkOptions<C extends NodeContract> {
  readonly contract: C
  readonly socket: WebSocket
  readonly node: DialledNode<C>
  readonly secret: string
  readonly onClose: (link: Link<C>) => void
  readonly answered: Answered
  readonly log: Logger
}

export class Link<C extends NodeContract> {
  readonly #options: LinkOptions<C>
  readonly #handshake: NodeJS.Timeout
  #state: State = { name: 'hello' }

  constructor(options: LinkOptions<C>) {
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
        this.#onResponse(frame, this.#state)
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
    const { contract, node, secret } = this.#options
    const { name: kind, protocol: version } = contract
    if (!said.data.versions.includes(version)) {
      this.close(closeCodes.version, 'version')
      return
    }
    const nonce = newNonce()
    const ends: HandshakeEnds = {
      server: said.data.node,
      node: node.name,
      serverNonce: said.data.nonce,
      nodeNonce: nonce,
      version,
    }
    const proofs = proofsOf(kind, secret, ends)
    this.#state = { name: 'response', server: ends.server, expected: proofs.server }
    this.#send({ type: 'challenge', version, node: node.name, nonce, proof: proofs.node })
  }

  #onResponse(frame: unknown, { server, expected }: State & { readonly name: 'response' }): void {
    const said = response.safeParse(frame)
    if (!said.success || !isProof(said.data.proof, expected)) {
      this.#refuse('wrong proof')
      return
    }
    clearTimeout(this.#handshake)
    this.#state = { name: 'ready', server }
    this.#options.log.info({ server }, 'server connected')
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
    if (this.#knows(frame.name))
      this.#options.answered(frame.name, { ok, ms: performance.now() - began })
  }

  async #tryAnswer({ id, name, input }: RequestFrame): Promise<boolean> {
    try {
      const output = await this.#handle(name, input)
      this.#send({ type: 'answer', id, ok: true, output })
      return true
    } catch (error) {
      const known = error instanceof LyceumError ? error.refusal : refuse('internal')
      if (!(error instanceof LyceumError)) this.#options.log.error({ err: error, name }, 'request')
      this.#send({ type: 'answer', id, ok: false, error: known })
      return false
    }
  }

  #knows(name: string): boolean {
    return Object.hasOwn(this.#options.contract.requests, name)
  }

  async #handle(name: string, input: unknown): Promise<unknown> {
    const { contract, node } = this.#options
    if (!this.#knows(name))
      throw new LyceumError('unknown', `This ${contract.name} has no request ${name}.`)
    const parsed = contract.requests[name]?.input.safeParse(input)
    if (parsed?.success) return node.handlers[name as NodeRequestName<C>](parsed.data as never)
    const where = parsed?.error.issues.map((issue) => issue.path.join('.')).join(', ')
    throw new LyceumError('invalid', `${name}: ${where ?? ''}`)
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
