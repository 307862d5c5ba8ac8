// How boards change with each fact. A sheet that is on the stage is kept a second time, for readers who may
// not see it else; what happens to it meanwhile is told to all and happens to both.
import { List } from 'immutable'
import type { BodyOf } from '../contract/index.ts'
import { boardsLimits } from '../contract/boardLimits.ts'
import type { BoardId, PageId, SheetSetId } from '../ids.ts'
import {
  newBoard,
  newPages,
  nobodyYet,
  pageIn,
  type Board,
  type BoardSlice,
  type Hiding,
  type Page,
  type SheetSet,
} from './boards.model.ts'
import type { Fold } from './feature.ts'

interface OnPage {
  readonly board: BoardId
  readonly page: PageId
}

function changeBoard(slice: BoardSlice, id: BoardId, next: (board: Board) => Board): BoardSlice {
  const board = slice.boards.get(id)
  const { shown } = slice
  const sheet = shown?.sheet?.id === id ? next(shown.sheet) : null
  return {
    ...slice,
    boards: board === undefined ? slice.boards : slice.boards.set(id, next(board)),
    shown: shown === null || sheet === null ? shown : { ...shown, sheet },
  }
}

function changePage(slice: BoardSlice, { board, page }: OnPage, next: (page: Page) => Page) {
  return changeBoard(slice, board, (one) => ({
    ...one,
    pages: one.pages.map((known) => (known.id === page ? next(known) : known)),
  }))
}

function changeHiding(slice: BoardSlice, on: OnPage, next: (hidden: Hiding) => Hiding) {
  return changePage(slice, on, (page) =>
    page.hidden === null ? page : { ...page, hidden: next(page.hidden) },
  )
}

function changeSet(slice: BoardSlice, id: SheetSetId, state: SheetSet['state']): BoardSlice {
  const known = slice.sets.get(id)
  return known === undefined ? slice : { ...slice, sets: slice.sets.set(id, { ...known, state }) }
}

function putAway(slice: BoardSlice, id: BoardId): BoardSlice {
  const board = slice.boards.get(id)
  if (board === undefined) return slice
  return {
    ...slice,
    boards: slice.boards.delete(id),
    closed: slice.closed.unshift(board).take(boardsLimits.closed),
    shown: slice.shown?.board === id ? null : slice.shown,
  }
}

function takeOut(slice: BoardSlice, id: BoardId): BoardSlice {
  const board = slice.closed.find((one) => one.id === id)
  if (board === undefined) return slice
  const closed = slice.closed.filter((one) => one.id !== id)
  return { ...slice, boards: slice.boards.set(id, board), closed }
}

export function withoutPage(board: Board, id: PageId): Board {
  const page = pageIn(board, id)
  if (page === null) return board
  const at = board.pages.indexOf(page)
  return {
    ...board,
    pages: board.pages.delete(at),
    removed: board.removed.unshift({ at, page }).take(boardsLimits.removed),
  }
}

export function withPageBack(board: Board, id: PageId): Board {
  const found = board.removed.find(({ page }) => page.id === id)
  if (found === undefined) return board
  const removed = board.removed.filter((one) => one !== found)
  return { ...board, removed, pages: board.pages.insert(found.at, found.page) }
}

function moved(board: Board, id: PageId, to: number): Board {
  const page = pageIn(board, id)
  if (page === null) return board
  return { ...board, pages: board.pages.filter((one) => one !== page).insert(to, page) }
}

function rightSet(slice: BoardSlice, { board, page, right }: BodyOf<'boards.rightSet'>) {
  if (page !== null) return changePage(slice, { board, page }, (one) => ({ ...one, right }))
  return right === null ? slice : changeBoard(slice, board, (one) => ({ ...one, right }))
}

/** As a reader gets it who saw nothing of it before. */
function sheetOf({ sheet, name }: BodyOf<'boards.shown'>): Board | null {
  if (sheet === null) return null
  const { board: id, set, owner, title, right, frozen, pages } = sheet
  const whole = List(
    pages.map(({ page, ...rest }): Page => ({ ...rest, id: page, hidden: null, ended: null })),
  )
  const made = newBoard({ id, title, right, pages: whole, sheet: { owner, ownerName: name, set } })
  return { ...made, frozen }
}

function show(slice: BoardSlice, body: BodyOf<'boards.shown'>): BoardSlice {
  const { board, page, leader } = body
  if (board === null || page === null) return { ...slice, shown: null }
  return { ...slice, shown: { board, page, leader, sheet: sheetOf(body) } }
}

function takeSheet(slice: BoardSlice, body: BodyOf<'boards.sheetTaken'>): BoardSlice {
  const of = slice.sets.get(body.set)
  if (of === undefined) return slice
  const { board: id, page, owner, name, set } = body
  const blank = { background: { kind: 'plain' } } as const
  const board = newBoard({
    id,
    title: of.title,
    right: of.right,
    pages: newPages([page], of.template ?? blank),
    sheet: { owner, ownerName: name, set },
  })
  return { ...slice, boards: slice.boards.set(id, board) }
}

const pageFold: Fold<BoardSlice> = {
  'boards.opened': (slice, { body, version }) => {
    const { board: id, title, right, background } = body
    const pages = newPages(body.pages, { background })
    const breakout = version === 1 ? null : body.breakout
    const board = newBoard({ id, title, right, pages, breakout })
    return { ...slice, boards: slice.boards.set(id, board) }
  },
  'boards.renamed': (slice, { body: { board, title } }) =>
    changeBoard(slice, board, (one) => ({ ...one, title })),
  'boards.closed': (slice, { body }) => putAway(slice, body.board),
  'boards.reopened': (slice, { body }) => takeOut(slice, body.board),
  'boards.pagesAdded': (slice, { body: { board, at, pages, ...rest } }) =>
    changeBoard(slice, board, (one) => ({
      ...one,
      pages: one.pages.splice(at, 0, ...newPages(pages, rest)),
    })),
  'boards.pageMoved': (slice, { body: { board, page, to } }) =>
    changeBoard(slice, board, (one) => moved(one, page, to)),
  'boards.pageRemoved': (slice, { body: { board, page } }) =>
    changeBoard(slice, board, (one) => withoutPage(one, page)),
  'boards.pageRestored': (slice, { body: { board, page } }) =>
    changeBoard(slice, board, (one) => withPageBack(one, page)),
  'boards.backgroundSet': (slice, { body: { background, ...on } }) =>
    changePage(slice, on, (page) => ({ ...page, background })),
  'boards.cleared': (slice, { body: { epoch, ...on } }) =>
    changePage(slice, on, (page) => ({ ...page, epoch, origin: null, ended: null })),
  'boards.wentBack': (slice, { body: { epoch, origin, ...on } }) =>
    changePage(slice, on, (page) => ({ ...page, epoch, origin, ended: null })),
  'boards.shown': (slice, { body }) => show(slice, body),
  'stage.focused': (slice) => (slice.shown === null ? slice : { ...slice, shown: null }),
}

const rightFold: Fold<BoardSlice> = {
  'boards.rightSet': (slice, { body }) => rightSet(slice, body),
  'boards.personRightSet': (slice, { body: { board, participant, right } }) =>
    participant === null
      ? slice
      : changeBoard(slice, board, (one) => ({
          ...one,
          people:
            right === null ? one.people.delete(participant) : one.people.set(participant, right),
        })),
  'boards.frozen': (slice, { body: { board, frozen } }) =>
    changeBoard(slice, board, (one) => ({ ...one, frozen })),
}

const hidingFold: Fold<BoardSlice> = {
  'boards.hidden': (slice, { body }) =>
    changePage(slice, body, (page) => ({ ...page, hidden: nobodyYet, ended: null })),
  'boards.layerBegun': (slice, { body: { participant, ...on } }) =>
    participant === null
      ? slice
      : changeHiding(slice, on, (hidden) => ({
          ...hidden,
          layers: hidden.layers.add(participant),
        })),
  'boards.revealed': (slice, { body: { all, layers, ...on } }) =>
    changeHiding(slice, on, ({ revealed, ...hidden }) => ({
      ...hidden,
      layers: hidden.layers.union(layers),
      revealed: all || revealed === 'all' ? 'all' : revealed.union(layers),
    })),
  'boards.hidingEnded': (slice, { body: { epoch, origin, ...on } }) =>
    changePage(slice, on, (page) => ({
      ...page,
      epoch,
      origin,
      hidden: null,
      ended: page.hidden === null ? null : { epoch: page.epoch, hidden: page.hidden },
    })),
  'boards.hiddenAgain': (slice, { body: { epoch, origin, ...on } }) =>
    changePage(slice, on, (page) => ({
      ...page,
      epoch,
      origin,
      hidden: { ...(page.ended?.hidden ?? nobodyYet), from: origin.epoch },
      ended: null,
    })),
}

const sheetFold: Fold<BoardSlice> = {
  'boards.handedOut': (slice, { body: { set: id, title, right, template } }) => ({
    ...slice,
    sets: slice.sets.set(id, { id, title, right, template, state: 'out' }),
  }),
  'boards.sheetTaken': (slice, { body }) => takeSheet(slice, body),
  'boards.collected': (slice, { body }) => changeSet(slice, body.set, 'collected'),
  'boards.givenBack': (slice, { body }) => changeSet(slice, body.set, 'out'),
  'boards.withdrawn': (slice, { body }) => ({
    ...changeSet(slice, body.set, 'withdrawn'),
    shown: slice.shown?.sheet?.set === body.set ? null : slice.shown,
  }),
}

export const boardFold: Fold<BoardSlice> = {
  ...pageFold,
  ...rightFold,
  ...hidingFold,
  ...sheetFold,
}
