// Updates that the installation itself makes, entry by entry: see "Update message" in Yjs' INTERNALS.md.
import * as encoding from 'lib0/encoding'
import type * as Y from 'yjs'

type Stretch = Pick<Y.Item, 'id' | 'length'>

/** Without entries; deletes these. */
export function deletionOf(stretches: readonly Stretch[]): Uint8Array {
  const encoder = encoding.createEncoder()
  const write = (...numbers: readonly number[]) => {
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  }
  write(0, stretches.length)
  for (const { id, length } of stretches) write(id.client, 1, id.clock, length)
  return encoding.toUint8Array(encoder)
}

/** Of a value that comes after another under the same name. */
const anyWithOrigin = 8 | 128

/** The first entry of a client, which follows another and so stands under its name. */
export function entryAfter(
  { client, clock }: Y.ID,
  value: Readonly<Record<string, unknown>>,
  by: number,
): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [1, 1, by, 0]) encoding.writeVarUint(encoder, number)
  encoding.writeUint8(encoder, anyWithOrigin)
  for (const number of [client, clock, 1]) encoding.writeVarUint(encoder, number)
  encoding.writeAny(encoder, value as encoding.AnyEncodable)
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}
