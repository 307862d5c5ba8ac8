// The messages of a layer's socket as bytes: see `shared/board/wire.ts`. What a client sends is read within
// its own length, and null where it is not what it should be.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { writeRanges, type Ranges } from '../../shared/board/forgetting.ts'
import { isPassingKind, layerMessages, type PassingKind } from '../../shared/board/wire.ts'
import type { Actor } from '../../shared/log.ts'
import type { Problem } from './problem.ts'

const { sync, welcome, saved, reset, passing, who, gone, makers, forgotten } = layerMessages
/** https://github.com/yjs/y-protocols/blob/master/PROTOCOL.md */
const syncSteps = { state: 0, missing: 1, update: 2 } as const

export type ClientMessage =
  | { readonly kind: 'state'; readonly vector: Uint8Array }
  /** `live` when it tells of what was done just now, and not of all that is missing. */
  | { readonly kind: 'update'; readonly update: Uint8Array; readonly live: boolean }
  | { readonly kind: 'passing'; readonly what: PassingKind; readonly bytes: Uint8Array }
  /** Awareness and the like: nothing is done about it. */
  | { readonly kind: 'other' }

function readSync(decoder: decoding.Decoder): ClientMessage | null {
  const step = decoding.readVarUint(decoder)
  const bytes = decoding.readVarUint8Array(decoder)
  if (step === syncSteps.state) return { kind: 'state', vector: bytes }
  if (step === syncSteps.missing || step === syncSteps.update)
    return { kind: 'update', update: bytes, live: step === syncSteps.update }
  return null
}

function readPassing(decoder: decoding.Decoder): ClientMessage | null {
  const what = decoding.readVarUint(decoder)
  if (!isPassingKind(what)) return null
  return { kind: 'passing', what, bytes: decoding.readTailAsUint8Array(decoder) }
}

export function readMessage(bytes: Uint8Array): ClientMessage | null {
  try {
    const decoder = decoding.createDecoder(bytes)
    const kind = decoding.readVarUint(decoder)
    if (kind === sync) return readSync(decoder)
    return kind === passing ? readPassing(decoder) : { kind: 'other' }
  } catch {
    return null
  }
}

function message(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, kind)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

function syncMessage(step: number, bytes: Uint8Array): Uint8Array {
  return message(sync, (encoder) => {
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

export const stateMessage = (vector: Uint8Array) => syncMessage(syncSteps.state, vector)
export const missingMessage = (update: Uint8Array) => syncMessage(syncSteps.missing, update)
export const updateMessage = (update: Uint8Array) => syncMessage(syncSteps.update, update)

/** The Yjs client and the number in `who` that are this connection's. */
export function welcomeMessage(client: number, number: number): Uint8Array {
  return message(welcome, (encoder) => {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, number)
  })
}

/** An awareness message about nobody. */
export const nobodyMessage = Uint8Array.of(1, 1, 0)

export function savedMessage(client: number, clock: number): Uint8Array {
  return message(saved, (encoder) => {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
  })
}

export function resetMessage({ code, words }: Problem): Uint8Array {
  return message(reset, (encoder) => {
    encoding.writeVarString(encoder, code)
    encoding.writeVarString(encoder, words)
  })
}

export interface Told {
  readonly number: number
  readonly what: PassingKind
  readonly bytes: Uint8Array
}

export function passingMessage(told: readonly Told[]): Uint8Array {
  return message(passing, (encoder) => {
    for (const { number, what, bytes } of told) {
      encoding.writeVarUint(encoder, number)
      encoding.writeVarUint(encoder, what)
      encoding.writeVarUint8Array(encoder, bytes)
    }
  })
}

export interface Person {
  readonly participant: string
  readonly name: string
}

export function whoMessage(number: number, { participant, name }: Person): Uint8Array {
  return message(who, (encoder) => {
    encoding.writeVarUint(encoder, number)
    encoding.writeVarString(encoder, participant)
    encoding.writeVarString(encoder, name)
  })
}

export function goneMessage(numbers: readonly number[]): Uint8Array {
  return message(gone, (encoder) => {
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  })
}

export function makersMessage(
  people: Iterable<readonly [client: number, actor: Actor]>,
): Uint8Array {
  return message(makers, (encoder) => {
    for (const [client, actor] of people) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarString(encoder, actor)
    }
  })
}

export function forgottenMessage(ranges: Ranges): Uint8Array {
  return message(forgotten, (encoder) => {
    writeRanges(encoder, ranges)
  })
}
