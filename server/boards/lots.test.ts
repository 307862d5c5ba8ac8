import * as Y from 'yjs'
import { expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { Lots } from './lots.ts'
import { Hand } from './testing/hand.ts'

const update = (key: string) => {
  const doc = new Y.Doc()
  doc.getMap('o').set(key, 1)
  return Y.encodeStateAsUpdate(doc)
}

it('keeps what is live apart from what is not, in order, and one window of a person at a time', () => {
  const lots = new Lots(() => 0)
  const ana = new Hand(newId(), null)
  const again = new Hand(ana.participant, null)
  const ben = new Hand(newId(), null)
  lots.add(ana, update('a'), false)
  lots.add(ana, update('b'), true)
  lots.add(ana, update('c'), true)
  lots.add(again, update('d'), true)
  lots.add(ben, update('e'), true)
  const taken = () => lots.take().map(({ reader, live }) => [reader, live])
  expect(taken()).toEqual([
    [ana, false],
    [ben, true],
  ])
  expect(taken()).toEqual([[ana, true]])
  expect(taken()).toEqual([[again, true]])
  expect(lots.isEmpty).toBe(true)
})
