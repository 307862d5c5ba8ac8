// The wire between an sfu and one transport of a cheap peer. Both ends are media workers, which answer ICE but
// never begin it: the ferry calls on both as a browser would, and carries what they then say to each other.
import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { crc32 } from 'node:zlib'
import { attribute, cookie, headerBytes, message, usernameType, type Signing } from '../stun.ts'

interface Ice {
  readonly usernameFragment: string
  readonly password: string
}

export interface End {
  readonly ip: string
  readonly port: number
  readonly ice: Ice
}

/** RFC 8489 and 8445. */
const request = 0x0001
const success = 0x0101
const attributes = {
  mappedAddress: 0x0020,
  priority: 0x0024,
  nominated: 0x0025,
  fingerprint: 0x8028,
  controlling: 0x802a,
} as const
const fingerprintMask = 0x5354554e
/** Of the attribute that holds it. */
const printBytes = 8
const loopback = '127.0.0.1'
/** Until both have answered, and to keep their consent. In ms. */
const callEvery = { first: 50, later: 2_500 }
const silenceMs = 8_000
/** Packets of a stream that are carried on. */
const provenBy = 50

/** Signed, and with a print by which a receiver knows what is STUN. */
function printed(type: number, parts: readonly Buffer[], signing: Signing): Buffer {
  const whole = message(type, parts, signing)
  whole.writeUInt16BE(whole.length - headerBytes + printBytes, 2)
  const print = Buffer.alloc(4)
  print.writeUInt32BE((crc32(whole) ^ fingerprintMask) >>> 0)
  return Buffer.concat([whole, attribute(attributes.fingerprint, print)])
}

/** What a browser asks of the end that it has chosen. */
function call(to: End, from: End, tieBreaker: Buffer): Buffer {
  const { usernameFragment, password } = to.ice
  const parts = [
    attribute(usernameType, Buffer.from(`${usernameFragment}:${from.ice.usernameFragment}`)),
    attribute(attributes.controlling, tieBreaker),
    attribute(attributes.nominated, Buffer.alloc(0)),
    attribute(attributes.priority, Buffer.from([0x6e, 0xff, 0xff, 0xff])),
  ]
  return printed(request, parts, { key: password })
}

/** To an end that asks too: from where it was heard. */
function answer(asked: Buffer, from: Sender, { ice }: End): Buffer {
  const seen = Buffer.alloc(8)
  seen.writeUInt16BE(1, 0)
  seen.writeUInt16BE(from.port ^ (cookie >>> 16), 2)
  const address = Buffer.from(from.address.split('.').map(Number)).readUInt32BE(0)
  seen.writeUInt32BE((address ^ cookie) >>> 0, 4)
  const parts = [attribute(attributes.mappedAddress, seen)]
  return printed(success, parts, { key: ice.password, transaction: asked.subarray(8, 20) })
}

interface Sender {
  readonly address: string
  readonly port: number
}

const isStun = (packet: Buffer) => (packet[0] ?? 0) < 4
/** RTP, but not RTCP. */
const isMedia = (packet: Buffer) => {
  const [first = 0, second = 0] = packet
  return first >= 128 && first < 192 && !(second >= 192 && second <= 223)
}

export interface FerryParts {
  readonly sfu: End
  readonly peer: End
  /** RTP that arrives from the sfu. */
  readonly arrived: (ssrc: number, timestamp: number) => void
  /** Nothing comes from the sfu any more. */
  readonly lost: () => void
}

export class Ferry {
  readonly #parts: FerryParts
  readonly #socket: Socket
  readonly #tieBreaker = randomBytes(8)
  #timer: NodeJS.Timeout | undefined
  #heardAt = performance.now()
  #hasAnswered = false
  readonly #counts = new Map<number, number>()

  private constructor(parts: FerryParts, socket: Socket) {
    this.#parts = parts
    this.#socket = socket
    socket.on('message', (packet, { address, port }) => {
      this.#carry(packet, { address, port })
    })
    socket.on('error', () => undefined)
    this.#call()
  }

  static async open(parts: FerryParts): Promise<Ferry> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 18 })
    // What listens on another address of this machine cannot be reached from loopback's.
    socket.bind(0, parts.sfu.ip.startsWith('127.') ? loopback : '0.0.0.0')
    await once(socket, 'listening')
    return new Ferry(parts, socket)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#socket.close()
  }

  #call(): void {
    const { sfu, peer, lost } = this.#parts
    this.#socket.send(call(sfu, peer, this.#tieBreaker), sfu.port, sfu.ip)
    this.#socket.send(call(peer, sfu, this.#tieBreaker), peer.port, peer.ip)
    const wait = this.#hasAnswered ? callEvery.later : callEvery.first
    this.#timer = setTimeout(() => {
      this.#call()
    }, wait)
    if (performance.now() - this.#heardAt > silenceMs) lost()
  }

  #carry(packet: Buffer, from: Sender): void {
    const { sfu, peer } = this.#parts
    const isFromSfu = from.port === sfu.port && from.address === sfu.ip
    if (isFromSfu) this.#heardAt = performance.now()
    if (isStun(packet)) {
      if (!isFromSfu) return
      const type = packet.readUInt16BE(0)
      if (type === success) this.#hasAnswered = true
      // Not every server leaves all the asking to its peers.
      if (type === request) this.#socket.send(answer(packet, from, peer), from.port, from.address)
      return
    }
    const to = isFromSfu ? peer : sfu
    if (isFromSfu && isMedia(packet) && !this.#isWanted(packet)) return
    this.#socket.send(packet, to.port, to.ip)
  }

  /** Once a stream was decrypted for a while, that it comes is enough: most of a peer's cost is that. */
  #isWanted(packet: Buffer): boolean {
    const ssrc = packet.readUInt32BE(8)
    const count = (this.#counts.get(ssrc) ?? 0) + 1
    this.#counts.set(ssrc, count)
    this.#parts.arrived(ssrc, packet.readUInt32BE(4))
    return count <= provenBy
  }
}
