// What the deciders of boards share: the board and page that a command names, who is told, and new ids.
import { v5 } from 'uuid'
import type { Background, Origin } from '../contract/boardFacts.ts'
import type { BodyOf, InputOf } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { BoardId, PageId, ParticipantId } from '../ids.ts'
import type { Draft, Visibility } from '../log.ts'
import { boardIn, pageIn, type Board, type Page } from './boards.model.ts'
import { draft } from './command.ts'
import type { RoomState } from './state.ts'

export interface OnPage {
  readonly board: BoardId
  readonly page: PageId
}

export interface Place {
  readonly board: Board
  readonly page: Page
  readonly readers: Visibility
}

export const noBoard: Refusal = refuse('missing', 'There is no such board.', 'no-board')
export const noPage: Refusal = refuse('missing', 'There is no such page.', 'no-page')
export const pageHidden: Refusal = refuse(
  'conflict',
  'Students work on this page unseen by each other; end that first.',
  'page-hidden',
)
export const ofSheet: Refusal = refuse('conflict', 'Not with a sheet.', 'sheet')

/** A sheet is its owner’s and staff’s until it is shown. */
export function readersOf({ boards: { shown } }: RoomState, board: Board): Visibility {
  if (board.kind === 'class' || shown?.sheet?.id === board.id) return 'all'
  return board.owner === null ? ['staff'] : ['staff', board.owner]
}

export function findBoard(room: RoomState, id: BoardId): Omit<Place, 'page'> | Refusal {
  const board = boardIn(room.boards, id)
  return board === null ? noBoard : { board, readers: readersOf(room, board) }
}

export function findPage(room: RoomState, on: OnPage): Place | Refusal {
  const found = findBoard(room, on.board)
  if ('code' in found) return found
  const page = pageIn(found.board, on.page)
  return page === null ? noPage : { ...found, page }
}

/** Ids of one command’s pages, of its time. */
export function pageIds(seed: string, count: number): PageId[] {
  const timePart = 14
  return Array.from({ length: count }, (_, n) => {
    const rest = v5(`page ${n}`, seed).slice(timePart + 1)
    return `${seed.slice(0, timePart)}7${rest}` as PageId
  })
}

type Made = Pick<InputOf<'boards.open'>, 'background' | 'slides'>

/** Of a file all pages, else one. */
export function pagesOf({ background, slides }: Made, seed: string) {
  if (slides === null) return { pages: pageIds(seed, 1), background }
  const first: Background = { kind: 'slide', file: slides.file, page: 1 }
  return { pages: pageIds(seed, slides.pages), background: first }
}

/** The shared layer of a page as it is, or was. */
export function sharedOf(
  { board, page }: Place,
  {
    epoch = page.epoch,
    seq = null,
    merged = [],
  }: Partial<Pick<Origin, 'epoch' | 'seq' | 'merged'>> = {},
): Origin {
  return { board: board.id, page: page.id, of: 'shared', epoch, seq, merged }
}

function whole({ id, set, owner, title, right, frozen, pages }: Board) {
  if (set === null) return null
  const shown = pages.map(({ id: page, background, epoch, origin, right: own }) => ({
    page,
    background,
    epoch,
    origin,
    right: own,
  }))
  return { board: id, set, title, owner, right, frozen, pages: [...shown] }
}

/** Carries a sheet whole: most have not seen it. */
export function showing(board: Board, page: PageId, leader: ParticipantId | null): Draft {
  const body: BodyOf<'boards.shown'> = {
    board: board.id,
    page,
    leader,
    sheet: whole(board),
    name: board.ownerName,
  }
  return draft('boards.shown', body)
}
