// Somebody who draws on a layer without a network between: speaks the messages of the socket to the layer
// itself, goes away and comes back, and begins anew when told to, as a client does.
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { ObjectId } from '../../../shared/board/record.ts'
import { forget, readRanges } from '../../../shared/board/forgetting.ts'
import { layerMessages } from '../../../shared/board/wire.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Layer } from '../layer.ts'
import type { Problem } from '../problem.ts'
import type { Closing, Reader, Standing } from '../reader.ts'

export class Hand implements Reader {
  readonly participant: ParticipantId
  readonly name = 'Hand'
  readonly refused: Problem['code'][] = []
  readonly closed: Closing[] = []
  readonly numbers = new Set<number>()
  doc = new Y.Doc()
  saved = 0
  #layer: Layer | null = null
  #last: Uint8Array | null = null
  #may: Standing | null

  constructor(participant: ParticipantId, may: Standing | null) {
    this.participant = participant
    this.#may = may
    this.#begin()
  }

  get here(): boolean {
    return this.#layer !== null
  }

  get objects(): Y.Map<unknown> {
    return this.doc.getMap('o')
  }

  get placements(): Y.Map<unknown> {
    return this.doc.getMap('x')
  }

  get ids(): ObjectId[] {
    return [...this.objects.keys()]
  }

  standing(): Standing | null {
    return this.#may
  }

  allow(may: Standing | null): void {
    this.#may = may
  }

  come(layer: Layer): void {
    this.#layer = layer
    layer.add(this)
    layer.answer(this, Y.encodeStateVector(this.doc))
  }

  leave(): void {
    this.#layer?.remove(this)
    this.#layer = null
  }

  /** Sends its last change once more, as after a lost answer. */
  repeat(): void {
    if (this.#last !== null) this.#layer?.draw(this, this.#last)
  }

  /** Drops what it has, as after a reset. */
  #begin(): void {
    const doc = new Y.Doc()
    this.doc = doc
    this.#last = null
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      // What is undone in a document that was dropped is nobody's.
      if (origin === this || doc !== this.doc) return
      this.#last = update
      this.#layer?.draw(this, update)
    })
  }

  send(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message)
    const kind = decoding.readVarUint(decoder)
    if (kind === layerMessages.sync) this.#sync(decoder)
    if (kind === layerMessages.forgotten) forget(this.doc, readRanges(decoder), this)
    if (kind === layerMessages.saved) this.#hearSaved(decoder)
    if (kind === layerMessages.who) this.numbers.add(decoding.readVarUint(decoder))
    if (kind === layerMessages.gone) this.numbers.delete(decoding.readVarUint(decoder))
  }

  #sync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (step > 0) Y.applyUpdate(this.doc, bytes, this)
    else this.#layer?.draw(this, Y.encodeStateAsUpdate(this.doc, bytes), false)
  }

  #hearSaved(decoder: decoding.Decoder): void {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    if (client === this.doc.clientID) this.saved = clock
  }

  sendPassing(message: Uint8Array): void {
    this.send(message)
  }

  reset({ code }: Problem): void {
    this.refused.push(code)
    this.leave()
    this.#begin()
  }

  close(why: Closing): void {
    this.closed.push(why)
    this.leave()
  }
}
