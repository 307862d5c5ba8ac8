// One layer of a board over a plain WebSocket, for benchmarks and fault tests: a Yjs document that follows
// the server, what is known to be saved, and what passes. Not the product's client, and as light as can be.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { forget, readRanges } from '../../shared/board/forgetting.ts'
import { nameOf, type LayerName } from '../../shared/board/layer.ts'
import { boardPath, boardProtocol, layerMessages, passingKinds } from '../../shared/board/wire.ts'

export interface BoardPlace {
  readonly url: string
  readonly origin: string
  readonly layer: LayerName
  readonly token: string
}

export interface BoardEvents {
  /** Of a clientID, all below the clock is in the log. */
  saved?(client: number, clock: number): void
  passing?(number: number, kind: number, bytes: Uint8Array): void
  reset?(code: string): void
  /** What was missing when it connected, as the server sent it. */
  whole?(update: Uint8Array): void
  closed?(code: number): void
}

type PassingKind = keyof typeof passingKinds

export class BoardSocket {
  readonly doc: Y.Doc
  readonly #socket: WebSocket
  readonly #events: BoardEvents
  /** In `who`, once welcomed. */
  number: number | null = null

  /** Resolves when the document is what the server has. A document that was there before is brought along. */
  static open(
    place: BoardPlace,
    events: BoardEvents = {},
    doc = new Y.Doc(),
  ): Promise<BoardSocket> {
    return new Promise((done, fail) => {
      const socket: BoardSocket = new BoardSocket(place, events, {
        doc,
        ready: () => {
          done(socket)
        },
        fail,
      })
    })
  }

  private constructor(
    { url, origin, layer, token }: BoardPlace,
    events: BoardEvents,
    { doc, ready, fail }: { doc: Y.Doc; ready: () => void; fail: (error: Error) => void },
  ) {
    this.doc = doc
    this.#events = events
    const address = `${url}${boardPath}${nameOf(layer)}`.replace(/^http/, 'ws')
    this.#socket = new WebSocket(address, [boardProtocol, token], {
      origin,
      perMessageDeflate: false,
    })
    this.#socket.on('open', () => {
      this.sync(0, Y.encodeStateVector(this.doc))
    })
    this.#socket.on('message', (data: Buffer) => {
      this.#hear(data, ready)
    })
    this.#socket.on('error', fail)
    this.#socket.on('close', (code) => {
      this.doc.off('update', this.#drawn)
      fail(new Error(`closed with ${code}`))
      this.#events.closed?.(code)
    })
    this.doc.on('update', this.#drawn)
  }

  readonly #drawn = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this) this.sync(2, update)
  }

  /** What the document does goes by itself. */
  sync(step: number, bytes: Uint8Array): void {
    this.#send(layerMessages.sync, (encoder) => {
      encoding.writeVarUint(encoder, step)
      encoding.writeVarUint8Array(encoder, bytes)
    })
  }

  pass(kind: PassingKind, bytes: Uint8Array): void {
    this.#send(layerMessages.passing, (encoder) => {
      encoding.writeVarUint(encoder, passingKinds[kind])
      encoding.writeUint8Array(encoder, bytes)
    })
  }

  #send(kind: number, write: (encoder: encoding.Encoder) => void): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, kind)
    write(encoder)
    this.#socket.send(encoding.toUint8Array(encoder))
  }

  #hear(data: Buffer, ready: () => void): void {
    const decoder = decoding.createDecoder(data)
    switch (decoding.readVarUint(decoder)) {
      case layerMessages.sync:
        this.#hearSync(decoder, ready)
        return
      case layerMessages.welcome:
        decoding.readVarUint(decoder)
        this.number = decoding.readVarUint(decoder)
        return
      case layerMessages.saved:
        this.#events.saved?.(decoding.readVarUint(decoder), decoding.readVarUint(decoder))
        return
      case layerMessages.reset:
        this.#events.reset?.(decoding.readVarString(decoder))
        return
      case layerMessages.forgotten:
        forget(this.doc, readRanges(decoder), this)
        return
      case layerMessages.passing:
        this.#hearPassing(decoder)
    }
  }

  #hearSync(decoder: decoding.Decoder, ready: () => void): void {
    const step = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (step === 0) this.sync(1, Y.encodeStateAsUpdate(this.doc, bytes))
    else Y.applyUpdate(this.doc, bytes, this)
    if (step !== 1) return
    this.#events.whole?.(bytes)
    ready()
  }

  #hearPassing(decoder: decoding.Decoder): void {
    while (decoding.hasContent(decoder)) {
      const number = decoding.readVarUint(decoder)
      const kind = decoding.readVarUint(decoder)
      const bytes = decoding.readVarUint8Array(decoder)
      this.#events.passing?.(number, kind, bytes)
    }
  }

  close(): void {
    this.#socket.terminate()
  }
}
