// One connection of an encoder: from a stranger to a publisher, and to the reason for which it ended.
import type { Socket } from 'node:net'
import { flvHeader, flvTag } from '../media/flvTag.ts'
import type { InputId, KeyHash } from './keyring.ts'
import { PublisherRtmp } from './rtmp.ts'

/**
 * `closed`: by the encoder, or on its way. `silent`: nothing came for long. `replaced`: another came with the same key.
 * `revoked`: its key is valid no more. `broken`: what it sent is no RTMP, or nothing that a publisher says.
 * `refused`: whoever takes it does not want it.
 */
export type EndOfInput =
  'closed' | 'silent' | 'replaced' | 'revoked' | 'broken' | 'refused' | 'shutdown'

/** Where what is published goes, as FLV; the first bytes are its header. */
export interface InputSink {
  /** Before anything comes: by what its connection is ended. */
  opened?(sendAway: () => void): void
  write(flv: Buffer): void
  end(why: EndOfInput): void
}

export interface ConnectionParts {
  readonly socket: Socket
  readonly silentMs: number
  /** Whoever has said by then under which key it publishes stays. */
  readonly introduceMs: number
  /** What is published under a key, and where it goes; null when there is no such key. */
  readonly admit: (connection: RtmpConnection, key: string) => Admitted | null
  readonly closed: (connection: RtmpConnection, detail: string | null) => void
}

export interface Admitted {
  readonly input: InputId
  readonly hash: KeyHash
  readonly sink: InputSink
}

const lastWordMs = 1_000
/** Bytes. */
const mostUnheard = 256 * 1_024

const media: ReadonlySet<number> = new Set([8, 9])

export class RtmpConnection {
  readonly #parts: ConnectionParts
  readonly #rtmp: PublisherRtmp
  readonly #introduceBy: NodeJS.Timeout
  #admitted: Admitted | null = null
  #ended = false

  constructor(parts: ConnectionParts) {
    this.#parts = parts
    const { socket, silentMs, introduceMs } = parts
    this.#rtmp = new PublisherRtmp({
      admit: (key) => this.#admit(key),
      take: ({ codec_type: type, dts, size, data }) => {
        const body = data.subarray(0, size)
        if (media.has(type)) this.#admitted?.sink.write(flvTag({ type, dts, body }))
      },
      write: (bytes) => {
        this.#answer(bytes)
      },
    })
    this.#introduceBy = setTimeout(() => {
      this.end('silent')
    }, introduceMs)
    socket.setNoDelay(true)
    socket.setTimeout(silentMs, () => {
      this.end('silent')
    })
    socket.on('data', (bytes) => {
      this.#read(bytes)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.end('closed')
    })
  }

  get input(): InputId | null {
    return this.#admitted?.input ?? null
  }

  /** Of the key that it came with. */
  get hash(): KeyHash | null {
    return this.#admitted?.hash ?? null
  }

  /** Nothing is read until it goes on: its encoder waits. */
  hold(isHeld: boolean): void {
    if (isHeld) this.#parts.socket.pause()
    else this.#parts.socket.resume()
  }

  end(why: EndOfInput, detail: string | null = null): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#introduceBy)
    this.#leave(why)
    this.#admitted?.sink.end(why)
    this.#parts.closed(this, detail)
  }

  /** What it was told last still goes out, if it listens. */
  #leave(why: EndOfInput): void {
    const { socket } = this.#parts
    if (why !== 'broken') {
      socket.destroy()
      return
    }
    socket.setTimeout(lastWordMs, () => socket.destroy())
    socket.end(() => socket.destroy())
  }

  /** Whoever asks and does not listen is sent away. */
  #answer(bytes: Buffer): void {
    const { socket } = this.#parts
    socket.write(bytes)
    if (socket.writableLength > mostUnheard) this.end('broken', 'it does not read what it is told')
  }

  #read(bytes: Buffer): void {
    if (this.#ended) return
    try {
      this.#rtmp.read(bytes)
    } catch (error) {
      this.end('broken', error instanceof Error ? error.message : String(error))
    }
  }

  #admit(key: string): boolean {
    this.#admitted = this.#parts.admit(this, key)
    if (this.#admitted === null) return false
    clearTimeout(this.#introduceBy)
    this.#admitted.sink.opened?.(() => this.end('refused'))
    this.#admitted.sink.write(flvHeader)
    return true
  }
}
