import { describe, expect, it } from 'vitest'
import { projectRoom } from '../room/state.ts'
import { viewerOf } from '../room/standing.ts'
import { ada, BoardLife, emmy, observer, teacher } from '../room/testing/boardLife.ts'
import { layersFor, mayRead, mayWrite, originOf, rightIn, rightOf } from './rights.ts'

const everybody = [teacher, ada, emmy, observer]

/** What each of them may do on the page. */
function ladder(life: BoardLife, on: ReturnType<BoardLife['open']>) {
  return everybody.map((who) => rightOf(life.state, who, on))
}

describe('the right on a page', () => {
  it('is the person’s, else the page’s, else the board’s; staff may all, observers look', () => {
    const life = new BoardLife()
    const on = life.open('add')
    const { board, page } = on
    expect(ladder(life, on)).toEqual(['editAll', 'add', 'add', 'view'])
    life.act('setRight', { board, for: { kind: 'page', page }, right: 'editOwn' })
    expect(ladder(life, on)).toEqual(['editAll', 'editOwn', 'editOwn', 'view'])
    life.act('setRight', { board, for: { kind: 'person', participant: ada }, right: 'view' })
    life.act('setRight', { board, for: { kind: 'person', participant: observer }, right: 'add' })
    expect(ladder(life, on)).toEqual(['editAll', 'view', 'editOwn', 'view'])
    life.act('setRight', { board, for: { kind: 'person', participant: ada }, right: null })
    life.act('setRight', { board, for: { kind: 'page', page }, right: null })
    expect(ladder(life, on)).toEqual(['editAll', 'add', 'add', 'view'])
    expect(life.page({ board, page: life.add(board) }).right).toBeNull()
  })

  it('is to look while the board is frozen, and where drawing is forbidden to all or one', () => {
    const life = new BoardLife()
    const on = life.open('editAll')
    life.act('freeze', { board: on.board, frozen: true })
    expect(ladder(life, on)).toEqual(['editAll', 'view', 'view', 'view'])
    life.act('freeze', { board: on.board, frozen: false })
    const order = { permissions: ['board.draw'], on: false, reason: '' }
    life.do(teacher, 'moderation.restrict', { participant: ada, ...order })
    expect(ladder(life, on)).toEqual(['editAll', 'view', 'editAll', 'view'])
    life.do(teacher, 'moderation.restrict', { participant: null, ...order })
    expect(ladder(life, on)).toEqual(['editAll', 'view', 'view', 'view'])
    life.do(teacher, 'people.grant', { participant: emmy, permissions: ['board.draw'] })
    expect(ladder(life, on)).toEqual(['editAll', 'view', 'editAll', 'view'])
  })

  it('is none for who waits, was sent out, has left or is nobody, and none on what is not there', () => {
    const life = new BoardLife()
    const on = life.open('editAll')
    life.do(teacher, 'moderation.toLobby', { participant: ada, reason: '' })
    life.leave(3)
    expect(ladder(life, on)).toEqual(['editAll', 'none', 'none', 'view'])
    life.act('close', { board: on.board })
    expect(ladder(life, on)).toEqual(['none', 'none', 'none', 'none'])
  })

  it('is to look, for whoever is not staff, once the class is over', () => {
    const life = new BoardLife()
    const on = life.open('editAll')
    life.do(teacher, 'class.end', {})
    expect(ladder(life, on)).toEqual(['editAll', 'view', 'view', 'view'])
  })
})

describe('a sheet', () => {
  it('is its owner’s and staff’s; shown, all may read the shown page', () => {
    const life = new BoardLife()
    const on = life.take(ada, life.handOut())
    expect(ladder(life, on)).toEqual(['editAll', 'editOwn', 'none', 'none'])
    life.act('show', { on: { ...on, leader: false } })
    expect(ladder(life, on)).toEqual(['editAll', 'editOwn', 'view', 'view'])
    const other = { ...on, page: life.add(on.board) }
    expect(ladder(life, other)).toEqual(['editAll', 'editOwn', 'none', 'none'])
    const mayKnow = projectRoom(life.state, viewerOf(life.state, emmy))
    expect(rightOf(mayKnow, emmy, on)).toBe('view')
    life.act('show', { on: null })
    expect(ladder(life, on)).toEqual(['editAll', 'editOwn', 'none', 'none'])
  })

  it('can only be looked at once collected, and is staff’s alone once withdrawn', () => {
    const life = new BoardLife()
    const set = life.handOut()
    const on = life.take(ada, set)
    life.act('collect', { set })
    expect(ladder(life, on)).toEqual(['editAll', 'view', 'none', 'none'])
    life.act('withdraw', { set })
    expect(ladder(life, on)).toEqual(['editAll', 'none', 'none', 'none'])
    life.act('giveBack', { set })
    expect(ladder(life, on)).toEqual(['editAll', 'editOwn', 'none', 'none'])
  })
})

describe('hidden work', () => {
  it('is written by its author, read by staff, and by others once it is revealed', () => {
    const life = new BoardLife()
    const on = life.open('view')
    life.act('hide', on)
    const shared = life.layer(on)
    expect(layersFor(life.state, ada, on)).toEqual({
      read: [shared],
      write: null,
      begins: true,
    })
    life.by(ada, 'beginLayer', on)
    life.by(emmy, 'beginLayer', on)
    const [ofAda, ofEmmy] = [life.layer(on, ada), life.layer(on, emmy)]
    expect(layersFor(life.state, ada, on)).toEqual({
      read: [shared, ofAda],
      write: ofAda,
      begins: false,
    })
    expect(layersFor(life.state, teacher, on)).toEqual({
      read: [shared, ofAda, ofEmmy],
      write: shared,
      begins: false,
    })
    expect(rightIn(life.state, ada, ofAda)).toBe('editOwn')
    expect(rightIn(life.state, teacher, ofAda)).toBe('editAll')
    expect(mayRead(life.state, emmy, ofAda)).toBe(false)
    life.act('reveal', { ...on, participant: ada })
    expect(mayRead(life.state, emmy, ofAda)).toBe(true)
    expect(mayWrite(life.state, emmy, ofAda)).toBe(false)
    expect(mayRead(life.state, ada, ofEmmy)).toBe(false)
    life.act('reveal', { ...on, participant: null })
    expect(mayRead(life.state, ada, ofEmmy)).toBe(true)
    expect(mayRead(life.state, observer, ofEmmy)).toBe(true)
  })

  it('is begun by nobody who may not draw', () => {
    const life = new BoardLife()
    const on = life.open('editAll')
    life.act('hide', on)
    const barred = { kind: 'person', participant: emmy }
    life.act('setRight', { board: on.board, for: barred, right: 'view' })
    const begins = () => everybody.map((who) => layersFor(life.state, who, on).begins)
    expect(begins()).toEqual([false, true, false, false])
    expect(life.by(emmy, 'beginLayer', on)).toBe('conflict looks-only')
    expect(mayWrite(life.state, ada, life.layer(on))).toBe(false)
    life.act('freeze', { board: on.board, frozen: true })
    expect(begins()).toEqual([false, false, false, false])
  })
})

describe('what is past', () => {
  it('can be read by staff, and written by nobody', () => {
    const life = new BoardLife()
    const on = life.open('editAll')
    const before = life.layer(on)
    expect(mayWrite(life.state, ada, before)).toBe(true)
    life.act('clear', on)
    expect(everybody.map((who) => mayRead(life.state, who, before))).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(everybody.some((who) => mayWrite(life.state, who, before))).toBe(false)
    expect(mayWrite(life.state, ada, life.layer(on))).toBe(true)
    const ahead = { ...before, epoch: 9 }
    expect(everybody.some((who) => mayRead(life.state, who, ahead))).toBe(false)
  })

  it('is what a layer of the present began as', () => {
    const life = new BoardLife()
    const on = life.open('editAll')
    expect(originOf(life.state, life.layer(on))).toBeNull()
    life.act('hide', on)
    life.by(ada, 'beginLayer', on)
    const [shared, own] = [life.layer(on), life.layer(on, ada)]
    expect(originOf(life.state, own)).toBeNull()
    life.act('endHiding', { ...on, how: 'merge' })
    const whole = { seq: null, merged: [ada] }
    expect(originOf(life.state, life.layer(on))).toEqual({ ...shared, ...whole })
    life.act('hideAgain', on)
    const copy = { seq: null, merged: [] }
    expect(originOf(life.state, life.layer(on))).toEqual({ ...shared, ...copy })
    expect(originOf(life.state, life.layer(on, ada))).toEqual({ ...own, ...copy })
    expect(originOf(life.state, own)).toBeNull()
  })
})

it('is the same for who looks from their own view of the room', () => {
  const life = new BoardLife()
  const [open, hidden] = [life.open('editOwn'), life.open('add')]
  life.act('hide', hidden)
  for (const who of [ada, emmy]) life.by(who, 'beginLayer', hidden)
  life.act('setRight', {
    board: open.board,
    for: { kind: 'person', participant: emmy },
    right: 'view',
  })
  const sheet = life.take(emmy, life.handOut(open))
  const other = life.take(ada, life.handOut())
  life.act('show', { on: { ...other, leader: true } })
  for (const who of everybody) {
    const own = projectRoom(life.state, viewerOf(life.state, who))
    for (const on of [open, hidden, sheet, other]) {
      const expected = [rightOf(life.state, who, on), layersFor(life.state, who, on)]
      expect([rightOf(own, who, on), layersFor(own, who, on)]).toEqual(expected)
    }
  }
})
