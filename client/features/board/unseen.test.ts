import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { newId } from '../../../shared/ids.ts'
import { rect } from './engine/testing.ts'
import { drawnUnseen } from './unseen.ts'

it('counts who has drawn, not who has only come', () => {
  const [ada, ben] = [newId<'participant'>(), newId<'participant'>()]
  const page = { board: newId<'board'>(), page: newId<'page'>(), epoch: 0 }
  const layerOf = (of: 'shared' | typeof ada) => ({ name: { ...page, of }, doc: new Y.Doc() })
  const layers = [layerOf('shared'), layerOf(ada), layerOf(ben)]
  expect(drawnUnseen(layers)).toEqual([])
  for (const { doc } of layers.slice(0, 2)) doc.getMap('o').set('one', rect(0))
  expect(drawnUnseen(layers)).toEqual([ada])
})
