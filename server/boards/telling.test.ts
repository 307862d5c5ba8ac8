import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { layerMessages } from '../../shared/board/wire.ts'
import { newId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import { LayerDocument, textOf } from './layerDocument.ts'
import { Telling } from './telling.ts'

/** Draws one thing; answers the fact. */
function drawn(document: LayerDocument): Fact {
  const doc = new Y.Doc()
  doc.getMap('o').set(`${document.seq}`.padStart(10, '0'), { t: 'line', z: 1 })
  const edits = [{ by: newId<'participant'>(), update: textOf(Y.encodeStateAsUpdate(doc)) }]
  const seq = document.seq + 1
  document.take({ seq, edits })
  return { seq, body: { edits } } as unknown as Fact
}

it('says of everybody who they are, also after the layer got another and shorter past', () => {
  let document = new LayerDocument()
  for (let n = 0; n < 5; n += 1) drawn(document)
  const told: number[] = []
  const telling = new Telling({
    document: () => document,
    tell: ([kind]) => told.push(kind ?? -1),
    tooFarBehind: () => undefined,
  })
  document = new LayerDocument()
  drawn(document)
  telling.restart()
  for (let n = 0; n < 3; n += 1) {
    telling.hear([drawn(document)])
    telling.flush()
  }
  telling.close()
  const { makers, sync } = layerMessages
  expect(told).toEqual([makers, sync, makers, sync, makers, sync])
})
