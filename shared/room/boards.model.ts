// Boards as the room keeps them: pages, rights, hidden work, sheets, and what is on the stage. Knows nothing
// of what is drawn: that lies in layers, which `board/layer.ts` names.
import { List, Map, OrderedMap, Set } from 'immutable'
import type { Background, Origin } from '../contract/boardFacts.ts'
import type { BoardRight } from '../contract/boardLimits.ts'
import type { BoardId, BreakoutId, PageId, ParticipantId, SheetSetId } from '../ids.ts'

/** Each student works in a layer of their own. */
export interface Hiding {
  /** Whose layers all may read. */
  readonly revealed: 'all' | Set<ParticipantId>
  /** Who has one. A reader who is not staff knows their own and what is revealed. */
  readonly layers: Set<ParticipantId>
  /** The epoch whose layers these began as copies of; null where they began empty. */
  readonly from: number | null
}

export interface Page {
  readonly id: PageId
  readonly background: Background
  /** Rises whenever what is drawn is cleared or becomes something else. */
  readonly epoch: number
  /** What the shared layer of this epoch began as a copy of; null: empty. */
  readonly origin: Origin | null
  /** Of students; null: the board’s. */
  readonly right: BoardRight | null
  readonly hidden: Hiding | null
  /** The hiding that ended last, and in which epoch, until something else becomes of the page. */
  readonly ended: { readonly epoch: number; readonly hidden: Hiding } | null
}

export interface RemovedPage {
  readonly at: number
  readonly page: Page
}

export interface Board {
  readonly id: BoardId
  readonly title: string
  readonly kind: 'class' | 'sheet'
  /** Of a sheet; null also once the person was erased. */
  readonly owner: ParticipantId | null
  /** Their name when they took it. */
  readonly ownerName: string | null
  readonly set: SheetSetId | null
  /** The breakout room whose it is. */
  readonly breakout: BreakoutId | null
  readonly pages: List<Page>
  /** The last that were taken out, newest first, and where each stood. */
  readonly removed: List<RemovedPage>
  /** Of students; of a sheet its owner’s. */
  readonly right: BoardRight
  /** Who has a right of their own. A reader who is not staff knows theirs alone. */
  readonly people: Map<ParticipantId, BoardRight>
  readonly frozen: boolean
}

export interface SheetSet {
  readonly id: SheetSetId
  readonly title: string
  readonly right: BoardRight
  readonly template: { readonly background: Background; readonly origin: Origin } | null
  readonly state: 'out' | 'collected' | 'withdrawn'
}

export interface Shown {
  readonly board: BoardId
  readonly page: PageId
  /** Whom the others are asked to follow. */
  readonly leader: ParticipantId | null
  /** The board, where it is a sheet: who else may not see it has it from here. */
  readonly sheet: Board | null
}

export interface BoardSlice {
  /** In the order in which they came; a reader who is not staff has no sheet but their own. */
  readonly boards: OrderedMap<BoardId, Board>
  /** Newest first. */
  readonly closed: List<Board>
  readonly sets: OrderedMap<SheetSetId, SheetSet>
  readonly shown: Shown | null
}

export const noBoards: BoardSlice = {
  boards: OrderedMap(),
  closed: List(),
  sets: OrderedMap(),
  shown: null,
}

export const nobodyYet: Hiding = { revealed: Set(), layers: Set(), from: null }

/** Also a sheet that is on the stage. */
export function boardIn({ boards, shown }: BoardSlice, id: BoardId): Board | null {
  const own = boards.get(id)
  if (own !== undefined) return own
  return shown?.sheet?.id === id ? shown.sheet : null
}

export function pageIn(board: Board | null, id: PageId): Page | null {
  return board?.pages.find((page) => page.id === id) ?? null
}

export function isRevealed({ revealed }: Hiding, participant: ParticipantId): boolean {
  return revealed === 'all' || revealed.has(participant)
}

/** Slides follow each other; all other backgrounds are the same on each page. */
function backgroundOf(first: Background, n: number): Background {
  return first.kind === 'slide' ? { ...first, page: first.page + n } : first
}

export function newPages(
  ids: readonly PageId[],
  { background, origin = null }: { background: Background; origin?: Origin | null },
): List<Page> {
  return List(
    ids.map((id, n) => ({
      id,
      background: backgroundOf(background, n),
      epoch: 0,
      origin,
      right: null,
      hidden: null,
      ended: null,
    })),
  )
}

interface NewBoard extends Pick<Board, 'id' | 'title' | 'right' | 'pages'> {
  readonly breakout?: BreakoutId | null
  readonly sheet?: Pick<Board, 'owner' | 'ownerName' | 'set'>
}

export function newBoard({ sheet, breakout = null, ...board }: NewBoard): Board {
  const common = {
    ...board,
    breakout,
    removed: List<RemovedPage>(),
    people: Map<ParticipantId, BoardRight>(),
    frozen: false,
  }
  return sheet === undefined
    ? { ...common, kind: 'class', owner: null, ownerName: null, set: null }
    : { ...common, kind: 'sheet', ...sheet }
}
