// Yjs updates written by hand, entry by entry, as no client makes them.
import * as encoding from 'lib0/encoding'

export interface Struct {
  readonly map?: 'o' | 'x'
  readonly key?: string
  readonly after?: readonly [client: number, clock: number]
  /** What each unit holds; a number: so many that hold nothing any more. */
  readonly holds: readonly Record<string, unknown>[] | number
}

export type Block = readonly [client: number, clock: number, structs: readonly Struct[]]

/** See "Update message" in Yjs' INTERNALS.md. */
export function updateOf(...blocks: readonly Block[]): Uint8Array {
  const encoder = encoding.createEncoder()
  const write = (...numbers: readonly number[]) => {
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  }
  write(blocks.length)
  for (const [client, clock, structs] of blocks) {
    write(structs.length, client, clock)
    for (const struct of structs) writeStruct(encoder, struct)
  }
  write(0)
  return encoding.toUint8Array(encoder)
}

const refs = { deleted: 1, any: 8 }
const flags = { origin: 128, key: 32 }

function writeStruct(encoder: encoding.Encoder, { map = 'o', key, after, holds }: Struct): void {
  const ref = typeof holds === 'number' ? refs.deleted : refs.any
  encoding.writeUint8(encoder, ref | (after === undefined ? flags.key : flags.origin))
  if (after !== undefined) for (const number of after) encoding.writeVarUint(encoder, number)
  else {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, map)
    encoding.writeVarString(encoder, key ?? '')
  }
  encoding.writeVarUint(encoder, typeof holds === 'number' ? holds : holds.length)
  if (typeof holds !== 'number')
    for (const value of holds) encoding.writeAny(encoder, value as encoding.AnyEncodable)
}
