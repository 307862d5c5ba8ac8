import { describe, expect, it } from 'vitest'
import { boardsLimits } from '../contract/boardLimits.ts'
import { newId } from '../ids.ts'
import { show } from './marks.ts'
import { projectRoom } from './state.ts'
import { ada, BoardLife, emmy, teacher } from './testing/boardLife.ts'
import { testId } from './testing/cast.ts'

const blank = { background: { kind: 'plain' }, slides: null }
const slides = (pages: number) => ({ ...blank, slides: { file: testId<'file'>(7), pages } })

/** What a student has of the boards. */
function seenBy(life: BoardLife, participant: typeof ada) {
  return projectRoom(life.state, { participant, kind: 'member' }).boards
}

describe('boards and their pages', () => {
  it('open with one page, or with each page of a file', () => {
    const life = new BoardLife()
    const { board } = life.open()
    expect(life.board(board)).toMatchObject({ kind: 'class', right: 'add', frozen: false })
    life.act('open', { title: 'Slides', right: 'view', ...slides(3) })
    const deck = life.state.boards.boards.last()!
    const file = testId<'file'>(7)
    expect(deck.pages.map(({ background }) => background).toArray()).toEqual(
      [1, 2, 3].map((page) => ({ kind: 'slide', file, page })),
    )
    life.act('addPage', { board, after: null, ...slides(2) })
    const ids = [...deck.pages, ...life.board(board).pages].map(({ id }) => id)
    expect(new Set(ids).size).toBe(6)
  })

  it('have pages after a page, in another place, taken out and put back where they were', () => {
    const life = new BoardLife()
    const on = life.open()
    const { board, page: first } = on
    const second = life.add(board)
    const between = life.add(board, first)
    const order = () =>
      life
        .board(board)
        .pages.map(({ id }) => id)
        .toArray()
    expect(order()).toEqual([first, between, second])
    life.act('movePage', { board, page: second, to: 0 })
    expect(order()).toEqual([second, first, between])
    expect(life.act('movePage', { board, page: between, to: 9 })).toEqual([])
    life.act('removePage', on)
    expect(order()).toEqual([second, between])
    expect(life.act('clear', on)).toBe('missing no-page')
    life.act('restorePage', on)
    expect(order()).toEqual([second, first, between])
    expect(life.act('restorePage', on)).toEqual([])
    expect(life.act('addPage', { board, after: newId<'page'>(), ...blank })).toBe('missing no-page')
  })

  it('keep one page, and the stage goes on beside a page that goes', () => {
    const life = new BoardLife()
    const on = life.open()
    expect(life.act('removePage', on)).toBe('conflict last-page')
    const second = life.add(on.board)
    life.act('show', { on: { ...on, leader: true } })
    expect(life.act('removePage', on)).toEqual(['boards.pageRemoved', 'boards.shown'])
    expect(life.state.boards.shown).toMatchObject({ page: second, leader: teacher })
  })

  it('are put away and taken out again', () => {
    const life = new BoardLife()
    const { board } = life.open()
    life.act('show', { on: { ...life.open(), leader: false } })
    const shown = life.state.boards.shown!.board
    for (const one of [board, shown]) life.act('close', { board: one })
    expect(life.state.boards.shown).toBeNull()
    expect(life.act('close', { board })).toEqual([])
    expect(life.act('rename', { board, title: 'New' })).toBe('missing no-board')
    expect(life.act('reopen', { board })).toEqual(['boards.reopened'])
    expect(life.act('reopen', { board })).toEqual([])
    expect(life.state.boards.boards.size).toBe(1)
    expect(life.act('reopen', { board: newId<'board'>() })).toBe('missing no-board')
  })

  it('are as many as they may be, and no more', () => {
    const life = new BoardLife()
    const { board } = life.open()
    const { pages, boards, allPages } = boardsLimits
    expect(life.act('addPage', { board, after: null, ...slides(pages) })).toBe(
      'conflict pages-many',
    )
    const deck = { title: 'Deck', right: 'view', ...slides(pages) }
    for (let n = 0; n < allPages / pages - 1; n += 1) life.act('open', deck)
    expect(life.act('open', deck)).toBe('conflict pages-many')
    for (let n = life.state.boards.boards.size; n < boards; n += 1) life.open()
    expect(life.act('open', { title: 'More', right: 'view', ...blank })).toBe(
      'conflict boards-many',
    )
    life.act('close', { board })
    expect(life.act('open', { title: 'More', right: 'view', ...blank })).toEqual(['boards.opened'])
    expect(life.act('reopen', { board })).toBe('conflict boards-many')
  })

  it('are copied as they are, also to another board', () => {
    const life = new BoardLife()
    const [on, other] = [life.open(), life.open()]
    life.act('clear', on)
    life.act('copyPage', { ...on, to: null })
    life.act('copyPage', { ...on, to: other.board })
    const origin = { ...on, of: 'shared', epoch: 1, seq: null, merged: [] }
    expect(life.board(on.board).pages.get(1)).toMatchObject({ epoch: 0, origin })
    expect(life.board(other.board).pages.last()).toMatchObject({ epoch: 0, origin })
    const background = { kind: 'grid' }
    life.act('copyPage', { ...on, to: null, background })
    expect(life.board(on.board).pages.get(1)).toMatchObject({ origin, background })
  })
})

describe('what is drawn on a page', () => {
  it('begins anew when it is cleared, and that is taken back as a copy', () => {
    const life = new BoardLife()
    const on = life.open()
    life.act('clear', on)
    expect(life.page(on)).toMatchObject({ epoch: 1, origin: null })
    life.act('goBack', { ...on, from: { epoch: 0, seq: null } })
    const origin = { ...on, of: 'shared', epoch: 0, seq: null, merged: [] }
    expect(life.page(on)).toMatchObject({ epoch: 2, origin })
    life.act('goBack', { ...on, from: { epoch: 2, seq: 40 } })
    expect(life.page(on)).toMatchObject({ epoch: 3, origin: { epoch: 2, seq: 40 } })
    expect(life.act('goBack', { ...on, from: { epoch: 4, seq: null } })).toBe('missing no-past')
    expect(life.act('goBack', { ...on, from: { epoch: 3, seq: null } })).toEqual([])
  })

  it('is not cleared while students work in hiding', () => {
    const life = new BoardLife()
    const on = life.open()
    life.act('hide', on)
    expect(life.act('clear', on)).toBe('conflict page-hidden')
    expect(life.act('goBack', { ...on, from: { epoch: 0, seq: 1 } })).toBe('conflict page-hidden')
    life.act('endHiding', { ...on, how: 'discard' })
    expect(life.act('clear', on)).toEqual(['boards.cleared'])
  })
})

describe('hidden work', () => {
  it('is known to staff and its author, until all are told', () => {
    const life = new BoardLife()
    const on = life.open()
    expect(life.by(ada, 'beginLayer', on)).toBe('conflict not-hidden')
    life.act('hide', on)
    expect(life.act('hide', on)).toEqual([])
    expect(life.act('reveal', { ...on, participant: ada })).toBe('missing no-layer')
    life.by(ada, 'beginLayer', on)
    expect(life.by(ada, 'beginLayer', on)).toEqual([])
    expect(life.act('beginLayer', on)).toEqual([])
    expect(show(life.facts, { participant: emmy, kind: 'member' }).at(-1)?.type).toBe(
      'boards.hidden',
    )
    const layers = (who: typeof ada) => [
      ...seenBy(life, who).boards.get(on.board)!.pages.first()!.hidden!.layers,
    ]
    expect([layers(ada), layers(emmy)]).toEqual([[ada], []])
    life.act('reveal', { ...on, participant: ada })
    expect(layers(emmy)).toEqual([ada])
    life.act('reveal', { ...on, participant: null })
    expect(life.act('reveal', { ...on, participant: null })).toEqual([])
    life.by(emmy, 'beginLayer', on)
    expect(life.facts.at(-1)).toMatchObject({ type: 'boards.layerBegun', visibleTo: 'all' })
  })

  it('becomes part of the page or goes, which can be taken back until more happens to it', () => {
    const life = new BoardLife()
    const on = life.open()
    expect(life.act('endHiding', { ...on, how: 'merge' })).toBe('conflict not-hidden')
    expect(life.act('hideAgain', on)).toBe('conflict not-hidden')
    life.act('hide', on)
    for (const who of [emmy, ada]) life.by(who, 'beginLayer', on)
    life.act('endHiding', { ...on, how: 'discard' })
    expect(life.page(on)).toMatchObject({ epoch: 1, hidden: null, origin: { merged: [] } })
    life.act('hideAgain', on)
    const { hidden, origin, epoch } = life.page(on)
    expect([hidden?.layers.toArray().sort(), hidden?.from]).toEqual([[ada, emmy], 0])
    expect([epoch, origin?.epoch]).toEqual([2, 0])
    expect(life.act('hideAgain', on)).toBe('conflict page-hidden')
    life.act('endHiding', { ...on, how: 'merge' })
    expect(life.page(on).origin).toMatchObject({ epoch: 2, merged: [ada, emmy] })
    life.act('clear', on)
    expect(life.act('hideAgain', on)).toBe('conflict not-hidden')
  })
})

describe('sheets', () => {
  it('are one for each who takes one, a copy of the template, and unseen by others', () => {
    const life = new BoardLife()
    const on = life.open()
    life.act('setBackground', { ...on, background: { kind: 'grid' } })
    const set = life.handOut(on)
    const sheet = life.take(ada, set)
    expect(life.by(ada, 'takeSheet', { set })).toEqual([])
    expect(life.page(sheet)).toMatchObject({
      background: { kind: 'grid' },
      origin: { ...on, of: 'shared', epoch: 0, seq: null },
    })
    expect(life.board(sheet.board)).toMatchObject({ title: 'Sheet', owner: ada, set })
    expect(seenBy(life, ada).boards.has(sheet.board)).toBe(true)
    expect(seenBy(life, emmy).boards.has(sheet.board)).toBe(false)
    expect(JSON.stringify(show(life.facts, { participant: emmy, kind: 'member' }))).not.toContain(
      sheet.board,
    )
  })

  it('are collected, given back and withdrawn', () => {
    const life = new BoardLife()
    const set = life.handOut()
    life.act('collect', { set })
    expect(life.act('collect', { set })).toEqual([])
    expect(life.by(ada, 'takeSheet', { set })).toBe('conflict set-closed')
    life.act('giveBack', { set })
    const sheet = life.take(ada, set)
    life.act('show', { on: { ...sheet, leader: false } })
    life.act('withdraw', { set })
    expect(life.state.boards.shown).toBeNull()
    expect(life.by(emmy, 'takeSheet', { set: testId<'sheetSet'>(9) })).toBe('missing no-set')
  })

  it('come whole to all when they are shown, and change before their eyes', () => {
    const life = new BoardLife()
    const sheet = life.take(ada, life.handOut())
    const more = { board: sheet.board, page: life.add(sheet.board) }
    life.act('removePage', more)
    life.act('freeze', { board: sheet.board, frozen: true })
    life.act('show', { on: { ...sheet, leader: true } })
    const shown = () => seenBy(life, emmy).shown!.sheet!
    expect(shown()).toMatchObject({ id: sheet.board, ownerName: 'person 2', frozen: true })
    life.act('clear', sheet)
    expect(shown().pages.first()).toMatchObject({ id: sheet.page, epoch: 1 })
    life.act('restorePage', more)
    expect(
      shown()
        .pages.map(({ id }) => id)
        .toArray(),
    ).toEqual([sheet.page, more.page])
    life.do(teacher, 'stage.focus', { focus: { kind: 'grid' } })
    expect(seenBy(life, emmy).shown).toBeNull()
  })

  it('are not renamed, closed, hidden or given to another', () => {
    const life = new BoardLife()
    const sheet = life.take(ada, life.handOut())
    const { board } = sheet
    expect(life.act('rename', { board, title: 'Mine' })).toBe('conflict sheet')
    expect(life.act('close', { board })).toBe('conflict sheet')
    expect(life.act('hide', sheet)).toBe('conflict sheet')
    const person = { kind: 'person', participant: emmy }
    expect(life.act('setRight', { board, for: person, right: 'add' })).toBe('conflict sheet')
  })
})

describe('rights', () => {
  it('of one person are told to staff and to them, and given back', () => {
    const life = new BoardLife()
    const { board } = life.open()
    const ofAda = { board, for: { kind: 'person', participant: ada } }
    life.act('setRight', { ...ofAda, right: 'view' })
    expect(life.facts.at(-1)?.visibleTo).toEqual(['staff', ada])
    expect(life.act('setRight', { ...ofAda, right: 'view' })).toEqual([])
    life.act('setRight', { ...ofAda, right: null })
    expect(life.board(board).people.size).toBe(0)
    const ofTeacher = { board, for: { kind: 'person', participant: teacher } }
    expect(life.act('setRight', { ...ofTeacher, right: 'view' })).toBe('conflict staff')
    const nobody = { kind: 'person', participant: testId<'participant'>(99) }
    expect(life.act('setRight', { board, for: nobody, right: 'add' })).toBe('missing nobody')
    life.act('setRight', { board, for: { kind: 'board' }, right: null })
    expect(life.board(board).right).toBe('view')
  })
})
