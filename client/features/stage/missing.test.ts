import { expect, test } from 'vitest'
import { newId } from '../../../shared/ids.ts'
import type { Source } from '../../../shared/room/sources.ts'
import { holdLost, stillMissing } from './missing.ts'

const [ada, ben] = [newId<'participant'>(), newId<'participant'>()]
const [died, lives] = [newId<'incarnation'>(), newId<'incarnation'>()]
const source = (
  participant: Source['participant'],
  kind: Source['kind'],
  incarnation: Source['incarnation'],
) => ({ source: newId<'source'>(), participant, kind, incarnation }) as Source

test('what went with a node is missing until its owner publishes the same again', () => {
  const [face, screen] = [source(ada, 'camera', died), source(ada, 'screen', died)]
  const other = source(ben, 'camera', lives)
  const held = holdLost([], [face, screen, other], died)
  expect(held).toEqual([face, screen])
  expect(stillMissing(held, [other])).toEqual([face, screen])
  expect(stillMissing(held, [other, source(ada, 'camera', lives)])).toEqual([screen])
})

test('lost twice it is missing once, as it was last', () => {
  const [first, second] = [source(ada, 'camera', died), source(ada, 'camera', lives)]
  const held = holdLost(holdLost([], [first], died), [second], lives)
  expect(held).toEqual([second])
})
