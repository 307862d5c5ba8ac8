// As much of TURN (RFC 8656) as it takes to ask a server for a relay and where it may send to, over UDP,
// TCP or TLS. For tests of what coturn grants and refuses.
import { createHash, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { attribute, headerBytes, message, usernameType } from '../stun.ts'

const methods = { allocate: 0x003, permit: 0x008 } as const
const attributes = {
  errorCode: 0x0009,
  peer: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  transport: 0x0019,
} as const
const udp = 17

export interface Login {
  readonly username: string
  readonly credential: string
}

interface Wire {
  ask(message: Buffer): Promise<Buffer>
  close(): void
}

export type Protocol = 'udp' | 'tcp' | 'tls'

async function openUdp(port: number): Promise<Wire> {
  const socket = createSocket('udp4')
  socket.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return {
    async ask(message) {
      socket.send(message)
      const [answer] = (await once(socket, 'message')) as [Buffer]
      return answer
    },
    close: () => socket.close(),
  }
}

/** A stream has no ends of messages, but each answer comes alone. */
function overStream(socket: Socket): Wire {
  return {
    async ask(message) {
      socket.write(message)
      const [answer] = (await once(socket, 'data')) as [Buffer]
      return answer
    },
    close: () => socket.destroy(),
  }
}

async function openWire(protocol: Protocol, port: number): Promise<Wire> {
  if (protocol === 'udp') return openUdp(port)
  const place = { host: '127.0.0.1', port }
  const socket =
    protocol === 'tcp' ? connect(place) : connectTls({ ...place, rejectUnauthorized: false })
  await once(socket, protocol === 'tcp' ? 'connect' : 'secureConnect')
  return overStream(socket)
}

function read(answer: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>()
  for (let at = headerBytes; at + 4 <= answer.length;) {
    const length = answer.readUInt16BE(at + 2)
    found.set(answer.readUInt16BE(at), answer.subarray(at + 4, at + 4 + length))
    at += 4 + Math.ceil(length / 4) * 4
  }
  return found
}

/** Null when all is well. */
function errorOf(answer: Map<number, Buffer>): number | null {
  const code = answer.get(attributes.errorCode)
  return code === undefined ? null : (code[2] ?? 0) * 100 + (code[3] ?? 0)
}

/** As the wire has it: an address mixed with the cookie (and, of IPv6, with the message's own number). */
function peerAttribute(address: readonly number[], transaction: Buffer): Buffer {
  const mask = Buffer.concat([Buffer.from([0x21, 0x12, 0xa4, 0x42]), transaction])
  const mixed = address.map((byte, n) => byte ^ (mask[n] ?? 0))
  const family = address.length === 4 ? 1 : 2
  return attribute(attributes.peer, Buffer.from([0, family, 0x21, 0x12, ...mixed]))
}

/** One client of a TURN server on this machine. Answers are the codes of refusals, null for granted. */
export class TurnClient implements Disposable {
  readonly #wire: Wire
  readonly #login: Login
  #session: { readonly realm: Buffer; readonly nonce: Buffer } | null = null

  private constructor(wire: Wire, login: Login) {
    this.#wire = wire
    this.#login = login
  }

  static async open(protocol: Protocol, port: number, login: Login): Promise<TurnClient> {
    return new TurnClient(await openWire(protocol, port), login)
  }

  /** A relay; the first question is answered with how to ask. */
  async allocate(): Promise<number | null> {
    const wanted = attribute(attributes.transport, Buffer.from([udp, 0, 0, 0]))
    const first = read(await this.#wire.ask(message(methods.allocate, [wanted], null)))
    const [realm, nonce] = [first.get(attributes.realm), first.get(attributes.nonce)]
    if (realm === undefined || nonce === undefined) throw new Error('asked for no password')
    this.#session = { realm, nonce }
    return errorOf(read(await this.#wire.ask(this.#signed(methods.allocate, [wanted]))))
  }

  /** May the relay send there? The bytes of an address of IPv4 or IPv6. */
  async permit(address: readonly number[]): Promise<number | null> {
    const transaction = randomBytes(12)
    const asked = this.#signed(methods.permit, [peerAttribute(address, transaction)], transaction)
    return errorOf(read(await this.#wire.ask(asked)))
  }

  [Symbol.dispose](): void {
    this.#wire.close()
  }

  #signed(method: number, parts: readonly Buffer[], transaction = randomBytes(12)): Buffer {
    if (this.#session === null) throw new Error('allocate first')
    const { realm, nonce } = this.#session
    const { username, credential } = this.#login
    const key = createHash('md5').update(`${username}:${realm.toString()}:${credential}`).digest()
    const all = [
      ...parts,
      attribute(usernameType, Buffer.from(username)),
      attribute(attributes.realm, realm),
      attribute(attributes.nonce, nonce),
    ]
    return message(method, all, { key, transaction })
  }
}
