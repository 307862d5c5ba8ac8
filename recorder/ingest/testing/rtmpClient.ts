// The plainest RTMP client, to say what encoders say and what none would.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const handshakeBytes = 1_536
export const types = { setChunkSize: 1, audio: 8, video: 9, data: 18, invoke: 20 } as const

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** In AMF 0. */
export function amf(...values: readonly unknown[]): Buffer {
  return Buffer.concat(
    values.map((value) => {
      if (typeof value === 'string') return Buffer.concat([Buffer.from([2]), text(value)])
      if (typeof value === 'boolean') return Buffer.from([1, value ? 1 : 0])
      if (typeof value === 'number') {
        const bytes = Buffer.alloc(9)
        bytes.writeDoubleBE(value, 1)
        return bytes
      }
      if (value === null || typeof value !== 'object') return Buffer.from([5])
      const fields = Object.entries(value).map(([key, one]) => Buffer.concat([text(key), amf(one)]))
      return Buffer.concat([Buffer.from([3]), ...fields, Buffer.from([0, 0, 9])])
    }),
  )
}

export interface Message {
  readonly type: number
  readonly body: Buffer
  readonly stream?: number
  readonly chunkStream?: number
  readonly dts?: number
  /** As the header says it, when that is a lie. */
  readonly length?: number
}

export function chunks({ type, body, stream = 0, chunkStream = 3, dts = 0, length }: Message) {
  const header = Buffer.alloc(12)
  header[0] = chunkStream
  header.writeUIntBE(dts, 1, 3)
  header.writeUIntBE(length ?? body.length, 4, 3)
  header[7] = type
  header.writeUInt32LE(stream, 8)
  const parts: Buffer[] = [header]
  for (let at = 0; at < body.length; at += 128) {
    if (at > 0) parts.push(Buffer.from([0xc0 | chunkStream]))
    parts.push(body.subarray(at, at + 128))
  }
  return Buffer.concat(parts)
}

export class RtmpClient implements Disposable {
  readonly socket: Socket
  #heard: Buffer = Buffer.alloc(0)
  closed = false

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (bytes) => (this.#heard = Buffer.concat([this.#heard, bytes])))
    socket.on('error', () => undefined)
    socket.on('close', () => (this.closed = true))
  }

  static async open(port: number): Promise<RtmpClient> {
    const socket = connect(port, '127.0.0.1')
    const client = new RtmpClient(socket)
    await once(socket, 'connect')
    socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(handshakeBytes)]))
    await client.hears((heard) => heard.length >= 1 + 2 * handshakeBytes)
    socket.write(Buffer.alloc(handshakeBytes))
    return client
  }

  /** All that was said to it, as one text in which names can be looked for. */
  get heard(): string {
    return this.#heard.toString('latin1')
  }

  /** Until that holds of what was said to it, or it was sent away. */
  async hears(enough: (heard: Buffer) => boolean): Promise<void> {
    while (!enough(this.#heard) && !this.closed)
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')])
  }

  say(message: Message): void {
    this.socket.write(chunks(message))
  }

  invoke(...values: readonly unknown[]): void {
    this.say({ type: types.invoke, body: amf(...values), stream: 1 })
  }

  /** As an encoder does it; what comes of it is heard. */
  publish(key: string, tcUrl = 'rtmp://127.0.0.1/live'): void {
    this.invoke('connect', 1, { app: 'live', tcUrl })
    this.invoke('createStream', 2, null)
    this.invoke('publish', 3, null, key, 'live')
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }
}
