// The server's end of a layer's sockets, for tests of what is at the other end: it takes what it is sent or
// refuses it, as the test says, and its lines break when the test wants.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { layerMessages } from '../../../../../shared/board/wire.ts'

type Write = (encoder: encoding.Encoder) => void

function bytesOf(kind: number, write: Write): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, kind)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

export class FakeSocket {
  readonly url: string
  readonly protocols: readonly string[]
  readonly passed: Uint8Array[] = []
  binaryType = 'blob'
  readyState = 0
  OPEN = 1
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onopen: (() => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  readonly #server: FakeServer

  constructor(server: FakeServer, url: string, protocols: readonly string[]) {
    this.#server = server
    this.url = url
    this.protocols = protocols
  }

  send(data: Uint8Array): void {
    this.#server.hear(this, data)
  }

  close(): void {
    this.readyState = 3
  }

  open(): void {
    this.readyState = 1
    this.onopen?.()
  }

  tell(kind: number, write: Write): void {
    this.onmessage?.({ data: bytesOf(kind, write).slice().buffer })
  }

  /** As the server or a broken line does it. */
  end(code = 1006): void {
    this.readyState = 3
    this.onclose?.({ code, reason: '' })
  }
}

export class FakeServer {
  readonly doc = new Y.Doc()
  readonly sockets: FakeSocket[] = []
  /** What it says of the next update: a refusal, or nothing. */
  refuses: { readonly code: string; readonly words: string } | null = null
  /** Takes nothing and says nothing. */
  deaf = false
  #clients = 100

  readonly Socket: typeof WebSocket

  constructor() {
    this.doc.on('update', (update: Uint8Array) => {
      const socket = this.sockets.at(-1)
      if (socket?.readyState !== 1) return
      socket.tell(layerMessages.sync, (encoder) => {
        writeUpdate(encoder, update)
      })
    })
    const open = (url: string, protocols: readonly string[]) => {
      const socket = new FakeSocket(this, url, protocols)
      this.sockets.push(socket)
      return socket
    }
    this.Socket = function (url: string, protocols: readonly string[]) {
      return open(url, protocols)
    } as unknown as typeof WebSocket
  }

  get last(): FakeSocket {
    return this.sockets.at(-1)!
  }

  /** Lets the last who came in; answers the client that they were given. */
  welcome(): number {
    const client = (this.#clients += 1)
    this.last.open()
    this.last.tell(layerMessages.welcome, (encoder) => {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, client - 100)
    })
    this.last.tell(layerMessages.sync, (encoder) => {
      writeSyncStep1(encoder, this.doc)
    })
    return client
  }

  who(number: number, id: string, name: string): void {
    this.last.tell(layerMessages.who, (encoder) => {
      encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, id)
      encoding.writeVarString(encoder, name)
    })
  }

  made(client: number, id: string): void {
    this.last.tell(layerMessages.makers, (encoder) => {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarString(encoder, id)
    })
  }

  gone(number: number): void {
    this.last.tell(layerMessages.gone, (encoder) => {
      encoding.writeVarUint(encoder, number)
    })
  }

  pass(number: number, kind: number, bytes: Uint8Array): void {
    this.last.tell(layerMessages.passing, (encoder) => {
      encoding.writeVarUint(encoder, number)
      encoding.writeVarUint(encoder, kind)
      encoding.writeVarUint8Array(encoder, bytes)
    })
  }

  /** Somebody else draws. */
  draw(change: (doc: Y.Doc) => void): void {
    change(this.doc)
  }

  hear(socket: FakeSocket, data: Uint8Array): void {
    const decoder = decoding.createDecoder(data)
    const kind = decoding.readVarUint(decoder)
    if (kind === layerMessages.passing) socket.passed.push(decoding.readTailAsUint8Array(decoder))
    if (kind !== layerMessages.sync || this.deaf) return
    const isChange = decoding.peekVarUint(decoder) > 0
    if (isChange && this.refuses !== null) this.#refuse(socket)
    else this.#take(socket, decoder)
  }

  #refuse(socket: FakeSocket): void {
    const { code, words } = this.refuses!
    socket.tell(layerMessages.reset, (encoder) => {
      encoding.writeVarString(encoder, code)
      encoding.writeVarString(encoder, words)
    })
    socket.end(4504)
  }

  #take(socket: FakeSocket, decoder: decoding.Decoder): void {
    const before = Y.decodeStateVector(Y.encodeStateVector(this.doc))
    const answer = encoding.createEncoder()
    readSyncMessage(decoder, answer, this.doc, this)
    if (encoding.length(answer) > 0)
      socket.tell(layerMessages.sync, (encoder) => {
        encoding.writeUint8Array(encoder, encoding.toUint8Array(answer))
      })
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(this.doc)))
      if (clock > (before.get(client) ?? 0))
        socket.tell(layerMessages.saved, (encoder) => {
          encoding.writeVarUint(encoder, client)
          encoding.writeVarUint(encoder, clock)
        })
  }
}
