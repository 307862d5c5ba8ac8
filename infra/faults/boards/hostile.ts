// Messages to a layer's socket that no client of ours sends: true ones with wrong bytes, lengths and numbers.
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { layerMessages, passingKinds } from '../../../shared/board/wire.ts'
import type { Random } from '../actor.ts'

function message(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, kind)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

function syncMessage(step: number, bytes: Uint8Array): Uint8Array {
  return message(layerMessages.sync, (encoder) => {
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

/** Records that are not what they say, and entries that are none of a board's. */
const oddities: readonly ((doc: Y.Doc) => void)[] = [
  (doc) =>
    doc.getMap('o').set('zzzzzzzzzz', { t: 'text', z: 1, text: '<script>alert(1)</script>' }),
  (doc) => doc.getMap('o').set('zzzzzzzzzy', { t: 'line', z: 1, a: [1e308, 0], b: [0, -1e308] }),
  (doc) => doc.getMap('o').set('zzzzzzzzzx', { t: 'note', z: 1, text: 'x'.repeat(200_000) }),
  (doc) => doc.getMap('o').set('zzzzzzzzzw', { t: 'pen', z: 1, p: new Uint8Array(9_000) }),
  (doc) => doc.getMap('o').set('__proto__', { t: 'line', z: 1 }),
  (doc) => doc.getMap('x').set('nowhere000', { x: 1 }),
  (doc) => doc.getMap('other').set('zzzzzzzzzz', 1),
  (doc) => doc.getText('o').insert(0, 'text'),
  (doc) => doc.getArray('o').push([1, 2, 3]),
  (doc) => doc.getMap('o').set('zzzzzzzzzv', new Y.Map()),
  (doc) => {
    doc.transact(() => {
      for (let n = 0; n < 3_000; n += 1)
        doc
          .getMap('o')
          .set(`${n}`.padStart(10, 'q'), { t: 'line', z: n, a: [0, 0], b: [n, n], evil: 1 })
    })
  },
]

function oddUpdate(random: Random): Uint8Array {
  const doc = new Y.Doc()
  oddities[Math.floor(random() * oddities.length)]?.(doc)
  return Y.encodeStateAsUpdate(doc)
}

/** An update that deletes whatever these clients made. */
function erasure(clients: readonly number[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, clients.length)
  for (const client of clients)
    for (const number of [client, 1, 0, 1_000]) encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

function spoilt(bytes: Uint8Array, random: Random): Uint8Array {
  const cut = random() < 0.3 ? Math.floor(random() * bytes.length) : bytes.length
  const more = random() < 0.2 ? Math.floor(random() * 50) : 0
  const result = new Uint8Array(cut + more)
  result.set(bytes.subarray(0, cut))
  for (let n = 0; n < 1 + random() * 4; n += 1)
    result[Math.floor(random() * result.length)] = Math.floor(random() * 256)
  return result
}

/** One more, against people whose Yjs clients these are. */
export function hostileMessage(random: Random, clients: readonly number[]): Uint8Array {
  const kinds: readonly (() => Uint8Array)[] = [
    () => syncMessage(2, oddUpdate(random)),
    () => syncMessage(1, spoilt(oddUpdate(random), random)),
    () => syncMessage(2, erasure(clients)),
    () => syncMessage(0, spoilt(Y.encodeStateVector(new Y.Doc()), random)),
    () => spoilt(syncMessage(2, oddUpdate(random)), random),
    () => spoilt(syncMessage(2, erasure(clients)), random),
    () =>
      message(layerMessages.passing, (encoder) => {
        encoding.writeVarUint(encoder, random() < 0.5 ? passingKinds.ink : 99)
        encoding.writeUint8Array(encoder, new Uint8Array(Math.floor(random() * 2_000)))
      }),
    () =>
      message(Math.floor(random() * 300), (encoder) => {
        encoding.writeVarUint(encoder, 2 ** 40)
      }),
  ]
  return kinds[Math.floor(random() * kinds.length)]?.() ?? new Uint8Array()
}
