import { expect, it } from 'vitest'
import { ada, BoardLife, emmy } from '../../../shared/room/testing/boardLife.ts'
import { newsOf, ownSheets } from './sheetNews.ts'

it('tells who has a sheet when it is collected, given back and withdrawn, and nobody else', () => {
  const life = new BoardLife()
  const set = life.handOut()
  const sheetsOf = (who: typeof ada) => ownSheets(life.state.boards, who)
  let before = sheetsOf(ada)
  life.take(ada, set)
  expect(newsOf(before, sheetsOf(ada))).toEqual([])
  for (const [act, state] of [
    ['collect', 'collected'],
    ['giveBack', 'out'],
    ['withdraw', 'withdrawn'],
  ] as const) {
    before = sheetsOf(ada)
    life.act(act, { set })
    expect(newsOf(before, sheetsOf(ada))).toMatchObject([{ id: set, state }])
    expect(newsOf(sheetsOf(ada), sheetsOf(ada))).toEqual([])
    expect(sheetsOf(emmy).size).toBe(0)
  }
})
