// Decides the pages of boards: added, copied, moved, taken out and put back, emptied and made what they were.
import { boardsLimits } from '../contract/boardLimits.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { Draft } from '../log.ts'
import {
  findBoard,
  findPage,
  noPage,
  pageHidden,
  pageIds,
  pagesOf,
  sharedOf,
  showing,
} from './boards.find.ts'
import { withoutPage, withPageBack } from './boards.fold.ts'
import type { Board, Page } from './boards.model.ts'
import { draft, type Deciders } from './command.ts'
import type { RoomState } from './state.ts'

type Names =
  | 'boards.addPage'
  | 'boards.copyPage'
  | 'boards.movePage'
  | 'boards.removePage'
  | 'boards.restorePage'
  | 'boards.setBackground'
  | 'boards.clear'
  | 'boards.goBack'

const many: Refusal = refuse('conflict', 'There are as many pages as there may be.', 'pages-many')
const last: Refusal = refuse('conflict', 'A board has one page at least.', 'last-page')
const noPast: Refusal = refuse('missing', 'The page never was so.', 'no-past')

/** `board` is null where a new one comes. */
export function tooManyPages(room: RoomState, board: Board | null, more: number): Refusal | null {
  if ((board?.pages.size ?? 0) + more > boardsLimits.pages) return many
  if (board?.kind === 'sheet') return null
  const all = room.boards.boards.reduce(
    (sum, { kind, pages }) => sum + (kind === 'class' ? pages.size : 0),
    more,
  )
  return all > boardsLimits.allPages ? many : null
}

/** What is on the stage goes on with the page beside the one that goes. */
function shownBeside(room: RoomState, board: Board, page: Page): Draft[] {
  const { shown } = room.boards
  if (shown?.board !== board.id || shown.page !== page.id) return []
  const others = withoutPage(board, page.id)
  const beside = others.pages.get(Math.min(board.pages.indexOf(page), others.pages.size - 1))
  return beside === undefined ? [] : [showing(others, beside.id, shown.leader)]
}

/** A sheet on the stage is shown anew with what its new readers never saw. */
function shownWith(room: RoomState, board: Board): Draft[] {
  const { shown } = room.boards
  return shown?.sheet?.id === board.id ? [showing(board, shown.page, shown.leader)] : []
}

function sameBackground(a: Page['background'], b: Page['background']): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

export const pageDeciders: Deciders<Names> = {
  'boards.addPage': (room, { board: id, after, ...made }, { id: seed }) => {
    const found = findBoard(room, id)
    if ('code' in found) return found
    const { board, readers } = found
    const before = after === null ? null : board.pages.findIndex((page) => page.id === after)
    if (before === -1) return noPage
    const at = before === null ? board.pages.size : before + 1
    const content = { ...pagesOf(made, seed), origin: null }
    return (
      tooManyPages(room, board, content.pages.length) ?? [
        draft('boards.pagesAdded', { board: id, at, ...content }, readers),
      ]
    )
  },
  'boards.copyPage': (room, { to, background: other, ...from }, { id: seed }) => {
    const source = findPage(room, from)
    if ('code' in source) return source
    const target = to === null ? source : findBoard(room, to)
    if ('code' in target) return target
    const { board, readers } = target
    const own = board.pages.findIndex(({ id }) => id === from.page)
    const at = own === -1 ? board.pages.size : own + 1
    const background = other ?? source.page.background
    const content = { pages: pageIds(seed, 1), background, origin: sharedOf(source) }
    return (
      tooManyPages(room, board, 1) ?? [
        draft('boards.pagesAdded', { board: board.id, at, ...content }, readers),
      ]
    )
  },
  'boards.movePage': (room, { to, ...on }) => {
    const found = findPage(room, on)
    if ('code' in found) return found
    const { board, page, readers } = found
    const place = Math.min(to, board.pages.size - 1)
    if (board.pages.indexOf(page) === place) return []
    return [draft('boards.pageMoved', { ...on, to: place }, readers)]
  },
  'boards.removePage': (room, on) => {
    const found = findPage(room, on)
    if ('code' in found) return found
    const { board, page, readers } = found
    if (board.pages.size === 1) return last
    return [draft('boards.pageRemoved', on, readers), ...shownBeside(room, board, page)]
  },
  'boards.restorePage': (room, on) => {
    const found = findBoard(room, on.board)
    if ('code' in found) return found
    const { board, readers } = found
    if (board.pages.some(({ id }) => id === on.page)) return []
    if (!board.removed.some(({ page }) => page.id === on.page)) return noPage
    const shown = shownWith(room, withPageBack(board, on.page))
    return tooManyPages(room, board, 1) ?? [draft('boards.pageRestored', on, readers), ...shown]
  },
  'boards.setBackground': (room, { background, ...on }) => {
    const found = findPage(room, on)
    if ('code' in found) return found
    if (sameBackground(found.page.background, background)) return []
    return [draft('boards.backgroundSet', { ...on, background }, found.readers)]
  },
  'boards.clear': (room, on) => {
    const found = findPage(room, on)
    if ('code' in found) return found
    const { page, readers } = found
    if (page.hidden !== null) return pageHidden
    return [draft('boards.cleared', { ...on, epoch: page.epoch + 1 }, readers)]
  },
  'boards.goBack': (room, { from, ...on }) => {
    const found = findPage(room, on)
    if ('code' in found) return found
    const { page, readers } = found
    if (page.hidden !== null) return pageHidden
    if (from.epoch > page.epoch) return noPast
    if (from.epoch === page.epoch && from.seq === null) return []
    const body = { ...on, epoch: page.epoch + 1, origin: sharedOf(found, from) }
    return [draft('boards.wentBack', body, readers)]
  },
}
