import { expect, it } from 'vitest'
import { BoardLife, ada, teacher } from './testing/boardLife.ts'
import { testId } from './testing/cast.ts'

const screen = testId<'source'>(1)

function share(life: BoardLife): void {
  life.do('system', 'sources.open', {
    source: screen,
    participant: teacher,
    session: life.state.people.get(teacher)!.holder!,
    incarnation: testId<'incarnation'>(1),
    kind: 'screen',
    codec: 'video/VP8',
    paused: false,
  })
}

function over(life: BoardLife, participant = teacher) {
  const background = { kind: 'screen', participant }
  life.act('open', { title: 'Over the screen', right: 'add', background, slides: null })
  const board = life.state.boards.boards.last()!
  return { board: board.id, page: board.pages.first()!.id }
}

it('goes from the stage and is cleared when the screen below is shared no more', () => {
  const life = new BoardLife()
  share(life)
  const on = over(life)
  life.act('show', { on: { ...on, leader: false } })
  const facts = life.do(teacher, 'sources.close', { source: screen })
  expect(facts).toEqual(['sources.closed', 'boards.shown', 'boards.cleared'])
  expect(life.state.boards.shown).toBeNull()
  expect(life.page(on).epoch).toBe(1)
})

it('leaves what lies over another screen, and other pages on the stage', () => {
  const life = new BoardLife()
  share(life)
  const other = over(life, ada)
  const mine = over(life)
  const page = life.open()
  life.act('show', { on: { ...page, leader: false } })
  expect(life.do(teacher, 'sources.close', { source: screen })).toEqual([
    'sources.closed',
    'boards.cleared',
  ])
  expect(life.state.boards.shown).toMatchObject(page)
  expect([life.page(other).epoch, life.page(mine).epoch]).toEqual([0, 1])
})

it('goes from the stage with what students hide from each other, which stays theirs', () => {
  const life = new BoardLife()
  share(life)
  const on = over(life)
  life.act('show', { on: { ...on, leader: false } })
  life.act('hide', on)
  expect(life.do(teacher, 'sources.close', { source: screen })).toEqual([
    'sources.closed',
    'boards.shown',
  ])
  expect(life.page(on)).toMatchObject({ epoch: 0, hidden: {} })
})
