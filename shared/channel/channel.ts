// One node as this server sees it: dials, authenticates both ends, asks with a time limit, hears
// events, and dials again for ever. It knows nothing of what is asked and repeats no request: whoever asked decides.
import { EventEmitter } from 'node:events'
import { WebSocket } from 'ws'
import type {
  NodeContract,
  NodeEvent,
  NodeInput,
  NodeOutput,
  NodeRequestName,
} from '../contract/nodeContract.ts'
import { LyceumError, type Refusal } from '../errors.ts'
import type { Incarnation } from '../ids.ts'
import { backoffMs } from './backoff.ts'
import {
  answerFrame,
  challenge,
  eventFrame,
  handshakeLimitMs,
  ready,
  type EventFrame,
  type HandshakeEnds,
} from './frames.ts'
import { isProof, newNonce, proofsOf } from './proof.ts'
import { Questions } from './questions.ts'

/** Somebody who answers no ping for so long is gone, or might as well be. */
const silenceMs = 2_500
const pingMs = 500

export interface ChannelOptions {
  /** ws://host:port of the node's control channel. */
  readonly url: string
  readonly secret: string
  /** The name of this server's node. */
  readonly node: string
}

export type ChannelEvents<C extends NodeContract> = {
  up: [{ node: string; incarnations: Incarnation[] }]
  down: [{ node: string | null; why: string }]
  /** Nobody listens there: its process is gone. */
  refused: []
  event: NodeEvent<C>
}

type State =
  | { readonly name: 'waiting' }
  | { readonly name: 'hello'; readonly nonce: string }
  | { readonly name: 'proven'; readonly node: string }
  | { readonly name: 'ready'; readonly node: string }
  | { readonly name: 'closed' }

export class Channel<C extends NodeContract> extends EventEmitter<ChannelEvents<C>> {
  readonly #contract: C
  readonly #options: ChannelOptions
  readonly #questions: Questions<C>
  #state: State = { name: 'waiting' }
  #socket: WebSocket | null = null
  #timer: NodeJS.Timeout | null = null
  #pinging: NodeJS.Timeout | undefined
  #attempt = 0
  #heardAt = 0
  #node: string | null = null

  constructor(contract: C, options: ChannelOptions) {
    super()
    this.#contract = contract
    this.#options = options
    this.#questions = new Questions(contract)
    this.#dial()
  }

  get url(): string {
    return this.#options.url
  }

  /** Who proved itself there last; null before anybody did. */
  get node(): string | null {
    return this.#node
  }

  /** When it last said anything, by `performance.now()`. */
  get heardAt(): number {
    return this.#heardAt
  }

  get ready(): boolean {
    return this.#state.name === 'ready'
  }

  /** Rejects with the node's refusal, or `unavailable` when it cannot be asked or does not answer in time. */
  async request<N extends NodeRequestName<C>>(
    name: N,
    input: NodeInput<C, N>,
  ): Promise<NodeOutput<C, N>> {
    const socket = this.#socket
    if (!this.ready || !socket) throw new LyceumError('unavailable')
    return this.#questions.ask(name, input, (question) => {
      socket.send(JSON.stringify({ type: 'request', ...question }))
    })
  }

  close(): void {
    if (this.#state.name === 'closed') return
    this.#end('closed')
    this.#state = { name: 'closed' }
    if (this.#timer) clearTimeout(this.#timer)
  }

  #dial(): void {
    const { path, frameLimits } = this.#contract
    const socket = new WebSocket(new URL(path, this.#options.url), {
      maxPayload: frameLimits.server,
      perMessageDeflate: false,
      handshakeTimeout: handshakeLimitMs,
    })
    this.#socket = socket
    this.#within(handshakeLimitMs, 'no handshake')
    socket.on('open', () => this.#sayHello())
    socket.on('message', (data: Buffer) => this.#onText(data.toString()))
    socket.on('pong', () => {
      if (this.ready && this.#socket === socket) this.#hear()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') this.emit('refused')
    })
    socket.on('close', (code, reason) => {
      if (this.#socket === socket) this.#end(`closed ${code} ${reason.toString()}`)
    })
  }

  #sayHello(): void {
    const nonce = newNonce()
    this.#state = { name: 'hello', nonce }
    const versions = [this.#contract.protocol]
    this.#send({ type: 'hello', versions, node: this.#options.node, nonce })
  }

  #onText(text: string): void {
    const frame = parseJson(text)
    switch (this.#state.name) {
      case 'hello':
        this.#onChallenge(frame, this.#state.nonce)
        break
      case 'proven':
        this.#onReady(frame, this.#state.node)
        break
      case 'ready':
        this.#hear()
        this.#onFrame(frame)
        break
      case 'waiting':
      case 'closed':
        break
    }
  }

  #onChallenge(frame: unknown, serverNonce: string): void {
    const said = challenge.safeParse(frame)
    if (!said.success) {
      this.#end('no challenge')
      return
    }
    const { node, nonce: nodeNonce, version, proof } = said.data
    const { name: kind, protocol } = this.#contract
    const { node: server, secret } = this.#options
    const ends: HandshakeEnds = { server, node, serverNonce, nodeNonce, version }
    const proofs = proofsOf(kind, secret, ends)
    if (version !== protocol || !isProof(proof, proofs.node)) {
      this.#end(`the ${kind} did not prove itself`)
      return
    }
    this.#state = { name: 'proven', node }
    this.#send({ type: 'response', proof: proofs.server })
  }

  #onReady(frame: unknown, node: string): void {
    const said = ready.safeParse(frame)
    if (!said.success) {
      this.#end('not ready')
      return
    }
    this.#state = { name: 'ready', node }
    this.#node = node
    this.#attempt = 0
    this.#hear()
    this.#pinging = setInterval(() => this.#socket?.ping(), pingMs)
    this.emit('up', { node, incarnations: said.data.incarnations })
  }

  #hear(): void {
    this.#heardAt = performance.now()
    this.#within(silenceMs, 'silent')
  }

  #onFrame(frame: unknown): void {
    const answer = answerFrame.safeParse(frame)
    if (answer.success) {
      this.#onAnswer(answer.data)
      return
    }
    const event = eventFrame.safeParse(frame)
    if (event.success) this.#onEvent(event.data)
  }

  #onEvent({ name, data: told }: EventFrame): void {
    const { events } = this.#contract
    if (!Object.hasOwn(events, name)) return
    const data = events[name]?.safeParse(told)
    if (data?.success) this.emit<'event'>('event', ...([name, data.data] as NodeEvent<C>))
  }

  #onAnswer(answer: ReturnType<typeof answerFrame.parse>): void {
    if (answer.ok) this.#questions.answer(answer.id, answer.output)
    else this.#questions.refuse(answer.id, LyceumError.from(answer.error satisfies Refusal))
  }

  /** Ends this connection, whatever it was, and dials again after a while. */
  #end(why: string): void {
    const before = this.#state
    if (before.name === 'closed') return
    this.#state = { name: 'waiting' }
    clearInterval(this.#pinging)
    this.#socket?.terminate()
    this.#socket = null
    this.#questions.giveUp()
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#dial(), backoffMs(this.#attempt++, Math.random()))
    const node = before.name === 'ready' ? before.node : null
    this.emit('down', { node, why })
  }

  #within(limitMs: number, why: string): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#end(why), limitMs)
  }

  #send(frame: object): void {
    this.#socket?.send(JSON.stringify(frame))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
