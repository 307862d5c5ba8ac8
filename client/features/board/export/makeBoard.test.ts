import { expect, it } from 'vitest'
import { newId } from '../../../../shared/ids.ts'
import type { FileBackground } from '../../../../shared/board/boardFile.ts'
import { anId } from '../../../../shared/board/testing/records.ts'
import { lotsOf } from '../sync/layerWrite.ts'
import { madeBy } from './makeBoard.ts'

const [deck, other] = [newId<'file'>(), newId<'file'>()]
const slide = (page: number, file = deck): FileBackground => ({ kind: 'slide', file, page })
const plain = { kind: 'plain' } as const

it('makes slides that follow each other at once, and any other page alone', () => {
  expect(madeBy([plain, slide(1), slide(2), slide(3), slide(1, other), { kind: 'grid' }])).toEqual([
    { background: plain, slides: null },
    { background: plain, slides: { file: deck, pages: 3 } },
    { background: slide(1, other), slides: null },
    { background: { kind: 'grid' }, slides: null },
  ])
  expect(madeBy([slide(2), slide(3), slide(1), slide(1)])).toEqual(
    [slide(2), slide(3), slide(1), slide(1)].map((background) => ({ background, slides: null })),
  )
})

it('goes in lots that keep the order, and leaves nothing out', () => {
  const objects = Array.from({ length: 40 }, (_, n) => {
    const record = { t: 'pen', z: n, p: new Uint8Array(n * 10) }
    return { id: anId(), record, placement: null }
  })
  const lots = lotsOf(objects, 1_000)
  expect(lots.flat()).toEqual(objects)
  expect(lots.length).toBeGreaterThan(10)
  expect(lotsOf([], 10)).toEqual([])
})
