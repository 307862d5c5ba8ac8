// A UDP wire of ours that can be bad: it loses, delays, shuffles, doubles and throttles datagrams, each way by
// itself. Peers are told apart by the user name in their first STUN request (RFC 8489, section 14.3), so
// that one person's network can be weak and the others' not.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { lots } from '../lots.ts'
import { cookie, headerBytes, usernameType } from '../stun.ts'

/** How a wire is in one direction. */
export interface Shape {
  /** Share of datagrams that never arrive, 0 to 1. */
  readonly loss: number
  /** In ms; `jitter` is added by lot, up to so much, and shuffles what is close together. */
  readonly delay: number
  readonly jitter: number
  /** Share that arrives twice. */
  readonly doubled: number
  /** In kbit/s, or null; beyond a quarter of a second of queue, datagrams are lost. */
  readonly rate: number | null
  readonly cut: boolean
}

export const goodWire: Shape = {
  loss: 0,
  delay: 0,
  jitter: 0,
  doubled: 0,
  rate: null,
  cut: false,
}

/** From the person to the sfu, and back. */
export interface Wire {
  readonly up: Shape
  readonly down: Shape
}

export interface Address {
  readonly ip: string
  readonly port: number
}

/** One peer’s port. */
export interface Flow {
  /** Of its first STUN request, such as `server:client`; empty before that. */
  readonly user: string
  /** Datagrams that were passed, each way. */
  readonly up: number
  readonly down: number
}

/** Longest queue of a throttled wire, in ms. */
const longestQueue = 250

/** One direction of one flow. */
class Lane {
  passed = 0
  #free = 0
  readonly #onTheWay = new Set<NodeJS.Timeout>()
  readonly #send: (datagram: Buffer) => void
  readonly #lot: () => number
  shape: Shape = goodWire

  constructor(send: (datagram: Buffer) => void, lot: () => number) {
    this.#send = send
    this.#lot = lot
  }

  take(datagram: Buffer): void {
    const { loss, cut, doubled } = this.shape
    if (cut || this.#lot() < loss) return
    this.#pass(datagram)
    if (this.#lot() < doubled) this.#pass(datagram)
  }

  #pass(datagram: Buffer): void {
    const { delay, jitter } = this.shape
    const queued = this.#queue(datagram.length)
    if (queued === null) return
    const wait = queued + delay + jitter * this.#lot()
    this.passed += 1
    if (wait < 1) this.#send(datagram)
    else this.#later(wait, datagram)
  }

  #later(wait: number, datagram: Buffer): void {
    const timer = setTimeout(() => {
      this.#onTheWay.delete(timer)
      this.#send(datagram)
    }, wait)
    this.#onTheWay.add(timer)
  }

  close(): void {
    for (const timer of this.#onTheWay) clearTimeout(timer)
  }

  /** Ms until it is through; null when the queue is full. */
  #queue(bytes: number): number | null {
    const { rate } = this.shape
    if (rate === null) return 0
    const now = performance.now()
    const start = Math.max(now, this.#free)
    if (start - now > longestQueue) return null
    this.#free = start + (bytes * 8) / rate
    return this.#free - now
  }
}

class Pair implements Flow {
  user = ''
  #upstream: Socket
  readonly #up: Lane
  readonly #down: Lane

  constructor(answer: (datagram: Buffer) => void, target: Address, lot: () => number) {
    this.#upstream = this.#open()
    this.#up = new Lane((datagram) => {
      this.#upstream.send(datagram, target.port, target.ip)
    }, lot)
    this.#down = new Lane(answer, lot)
  }

  get up(): number {
    return this.#up.passed
  }

  get down(): number {
    return this.#down.passed
  }

  shape({ up, down }: Wire): void {
    this.#up.shape = up
    this.#down.shape = down
  }

  take(datagram: Buffer): void {
    this.#up.take(datagram)
  }

  /** From now on it comes from another port, as after a change of networks. */
  move(): void {
    this.#upstream.close()
    this.#upstream = this.#open()
  }

  close(): void {
    this.#up.close()
    this.#down.close()
    this.#upstream.close()
  }

  #open(): Socket {
    const socket = createSocket('udp4')
    socket.on('error', () => undefined)
    socket.on('message', (datagram) => {
      this.#down.take(datagram)
    })
    return socket
  }
}

export class UdpProxy implements AsyncDisposable {
  readonly #socket: Socket
  readonly #target: Address
  readonly #pairs = new Map<string, Pair>()
  readonly #lot: () => number
  #wireOf: (flow: Flow) => Wire = () => ({ up: goodWire, down: goodWire })

  private constructor(socket: Socket, target: Address, seed: number) {
    this.#socket = socket
    this.#target = target
    this.#lot = lots(seed)
    socket.on('message', (datagram, from) => {
      this.#hear(datagram, from)
    })
  }

  /** Listens there and passes all to the target. */
  static async open(listen: Address, target: Address, seed = 1): Promise<UdpProxy> {
    const socket = createSocket('udp4')
    socket.bind(listen.port, listen.ip)
    await once(socket, 'listening')
    return new UdpProxy(socket, target, seed)
  }

  get port(): number {
    return this.#socket.address().port
  }

  get flows(): readonly Flow[] {
    return [...this.#pairs.values()]
  }

  /** From now on, for whom is there and for whom comes. */
  shape(wireOf: (flow: Flow) => Wire): void {
    this.#wireOf = wireOf
    for (const pair of this.#pairs.values()) pair.shape(wireOf(pair))
  }

  /** Those flows come from other ports from now on, and nothing gets back to the old ones. */
  move(which: (flow: Flow) => boolean): void {
    for (const pair of this.#pairs.values()) if (which(pair)) pair.move()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const pair of this.#pairs.values()) pair.close()
    this.#socket.close()
    await once(this.#socket, 'close')
  }

  #hear(datagram: Buffer, { address, port }: RemoteInfo): void {
    const name = `${address}:${port}`
    let pair = this.#pairs.get(name)
    if (pair === undefined) {
      const answer = (back: Buffer) => {
        this.#socket.send(back, port, address)
      }
      pair = new Pair(answer, this.#target, this.#lot)
      this.#pairs.set(name, pair)
      pair.shape(this.#wireOf(pair))
    }
    this.#learn(pair, datagram)
    pair.take(datagram)
  }

  #learn(pair: Pair, datagram: Buffer): void {
    const user = pair.user === '' ? userIn(datagram) : null
    if (user === null) return
    pair.user = user
    pair.shape(this.#wireOf(pair))
  }
}

/** The user name of a STUN message; null for anything else. */
export function userIn(datagram: Buffer): string | null {
  if (datagram.length < headerBytes || datagram.readUInt32BE(4) !== cookie) return null
  const end = Math.min(datagram.length, headerBytes + datagram.readUInt16BE(2))
  for (let at = headerBytes; at + 4 <= end;) {
    const length = datagram.readUInt16BE(at + 2)
    if (datagram.readUInt16BE(at) === usernameType)
      return datagram.toString('utf8', at + 4, Math.min(end, at + 4 + length))
    at += 4 + length + ((4 - (length % 4)) % 4)
  }
  return null
}
