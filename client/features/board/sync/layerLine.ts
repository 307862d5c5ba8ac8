// One socket of a layer, from dialling to its end: speaks the y-websocket protocol for a document, and hands
// on what is not Yjs's own. It never comes back by itself; whoever dialled decides that.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep2, readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import type * as Y from 'yjs'
import { layerMessages } from '../../../../shared/board/wire.ts'
import { readers, type LayerHearer } from './layerWire.ts'

export interface LineParts {
  readonly url: string
  readonly protocols: readonly string[]
  readonly doc: Y.Doc
  readonly Socket?: typeof WebSocket
}

export interface LineHearer extends LayerHearer {
  /** A message about the document is about to be taken in: what it says may be read ahead. */
  coming(decoder: decoding.Decoder): void
  /** It has been; `whole` when it brought all that the server has. */
  synced(whole: boolean): void
  /** Once, and not for a line that was closed here. */
  ended(code: number): void
}

/** In ms: how often the line is looked after, how often the server is asked for news, and after how much
 * silence it is gone. */
const lookEvery = 5_000
const askEvery = 20_000
const silence = 30_000
/** The line broke: no code of the server's. */
const broken = 1006

export class LayerLine {
  readonly #socket: WebSocket
  readonly #doc: Y.Doc
  readonly #hearer: LineHearer
  readonly #looking: ReturnType<typeof setInterval>
  #askedAt = 0
  #heardAt = Date.now()
  #closed = false

  constructor({ url, protocols, doc, Socket = WebSocket }: LineParts, hearer: LineHearer) {
    this.#doc = doc
    this.#hearer = hearer
    const socket = new Socket(url, [...protocols])
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      this.#ask()
    }
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      this.#hear(new Uint8Array(data))
    }
    socket.onclose = ({ code }) => {
      this.#end(code)
    }
    doc.on('update', this.#tell)
    this.#looking = setInterval(() => {
      if (this.quietFor > silence) this.#end(broken)
      else if (Date.now() - this.#askedAt >= askEvery) this.#ask()
    }, lookEvery)
  }

  /** Since the server said anything, in ms. */
  get quietFor(): number {
    return Date.now() - this.#heardAt
  }

  /** Lost when the line is not open. */
  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#closed && this.#socket.readyState === 1) this.#socket.send(bytes)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#looking)
    this.#doc.off('update', this.#tell)
    const socket = this.#socket
    socket.onopen = socket.onmessage = socket.onclose = null
    // One that is still dialling says an error when it is closed.
    socket.onerror = () => undefined
    socket.close()
  }

  #end(code: number): void {
    this.close()
    this.#hearer.ended(code)
  }

  #ask(): void {
    this.#askedAt = Date.now()
    this.#sync((encoder) => {
      writeSyncStep1(encoder, this.#doc)
    })
  }

  readonly #tell = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return
    this.#sync((encoder) => {
      writeUpdate(encoder, update)
    })
  }

  #sync(write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, layerMessages.sync)
    write(encoder)
    this.send(encoding.toUint8Array(encoder))
  }

  #hear(bytes: Uint8Array): void {
    this.#heardAt = Date.now()
    const decoder = decoding.createDecoder(bytes)
    const kind = decoding.readVarUint(decoder)
    if (kind === layerMessages.sync) this.#hearSync(decoder)
    else readers.get(kind)?.(decoder, this.#hearer)
  }

  #hearSync(decoder: decoding.Decoder): void {
    this.#hearer.coming(decoder)
    const answer = encoding.createEncoder()
    encoding.writeVarUint(answer, layerMessages.sync)
    const step = readSyncMessage(decoder, answer, this.#doc, this)
    if (encoding.length(answer) > 1) this.send(encoding.toUint8Array(answer))
    this.#hearer.synced(step === messageYjsSyncStep2)
  }
}
