// The messages of a layer's socket beside Yjs's own, as bytes: reads the server's, writes what passes.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep1 } from 'y-protocols/sync'
import * as Y from 'yjs'
import { readRanges, type Ranges } from '../../../../shared/board/forgetting.ts'
import { isPassingKind, layerMessages, type PassingKind } from '../../../../shared/board/wire.ts'
import type { ParticipantId } from '../../../../shared/ids.ts'

export interface Passed {
  /** Whose, as `who` says it. */
  readonly number: number
  readonly kind: PassingKind
  readonly bytes: Uint8Array
}

/** Told by the server, as it comes. */
export interface LayerHearer {
  welcome(client: number, number: number): void
  saved(client: number, clock: number): void
  reset(code: string, words: string): void
  passed(passed: Passed): void
  who(number: number, person: { readonly id: ParticipantId; readonly name: string }): void
  gone(number: number): void
  /** Null: nobody's in the class. */
  maker(client: number, person: ParticipantId | null): void
  forgotten(ranges: Ranges): void
}

type Read = (decoder: decoding.Decoder, hearer: LayerHearer) => void

const number = decoding.readVarUint
const text = decoding.readVarString

function readPassed(decoder: decoding.Decoder, hearer: LayerHearer): void {
  while (decoding.hasContent(decoder)) {
    const whose = number(decoder)
    const kind = number(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (isPassingKind(kind)) hearer.passed({ number: whose, kind, bytes })
  }
}

/** By kind; a decoder stands behind it. */
export const readers: ReadonlyMap<number, Read> = new Map<number, Read>([
  [layerMessages.welcome, (from, to) => to.welcome(number(from), number(from))],
  [layerMessages.saved, (from, to) => to.saved(number(from), number(from))],
  [layerMessages.reset, (from, to) => to.reset(text(from), text(from))],
  [layerMessages.passing, readPassed],
  [
    layerMessages.who,
    (from, to) => to.who(number(from), { id: text(from) as ParticipantId, name: text(from) }),
  ],
  [
    layerMessages.gone,
    (from, to) => {
      while (decoding.hasContent(from)) to.gone(number(from))
    },
  ],
  [
    layerMessages.makers,
    (from, to) => {
      while (decoding.hasContent(from)) {
        const client = number(from)
        const person = text(from)
        to.maker(client, person === 'system' ? null : (person as ParticipantId))
      }
    },
  ],
  [layerMessages.forgotten, (from, to) => to.forgotten(readRanges(from))],
])

/** Of a message of Yjs's own: what the server has, by client, if that is what it tells. Reads ahead only. */
export function vectorIn(decoder: decoding.Decoder): ReadonlyMap<number, number> {
  const ahead = decoding.clone(decoder)
  const told = number(ahead) === messageYjsSyncStep1
  return told ? Y.decodeStateVector(decoding.readVarUint8Array(ahead)) : new Map()
}

/** Of a message of Yjs's own: what it deletes, if it is an update. Reads ahead only. */
export function deletionsIn(decoder: decoding.Decoder): Y.Transaction['deleteSet'] | null {
  const ahead = decoding.clone(decoder)
  if (number(ahead) === messageYjsSyncStep1) return null
  return Y.decodeUpdate(decoding.readVarUint8Array(ahead)).ds
}

export function passingMessage(kind: PassingKind, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, layerMessages.passing)
  encoding.writeVarUint(encoder, kind)
  encoding.writeUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}
