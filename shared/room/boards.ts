// The room's boards: folded in `boards.fold.ts`, shown to each reader as far as they may know, and kept as
// JSON. Who may draw where is `board/rights.ts`.
import { List, Map, OrderedMap, Set } from 'immutable'
import type { BoardRight } from '../contract/boardLimits.ts'
import type { BoardId, ParticipantId, SheetSetId } from '../ids.ts'
import { boardFold } from './boards.fold.ts'
import {
  isRevealed,
  noBoards,
  type Board,
  type BoardSlice,
  type Hiding,
  type Page,
  type SheetSet,
  type Shown,
} from './boards.model.ts'
import type { Feature } from './feature.ts'
import type { Viewer } from './viewer.ts'

export type { Board, BoardSlice, Hiding, Page, SheetSet, Shown } from './boards.model.ts'

function hidingFor(hidden: Hiding, { participant }: Viewer): Hiding {
  const mayKnow = (one: ParticipantId) => one === participant || isRevealed(hidden, one)
  return { ...hidden, layers: hidden.layers.filter(mayKnow) }
}

function pageFor(page: Page, viewer: Viewer): Page {
  const { hidden, ended } = page
  if (hidden === null && ended === null) return page
  return {
    ...page,
    hidden: hidden === null ? null : hidingFor(hidden, viewer),
    ended: ended === null ? null : { ...ended, hidden: hidingFor(ended.hidden, viewer) },
  }
}

function boardFor(board: Board, viewer: Viewer): Board {
  const own = board.people.get(viewer.participant)
  return {
    ...board,
    pages: board.pages.map((page) => pageFor(page, viewer)),
    removed: board.removed.map(({ at, page }) => ({ at, page: pageFor(page, viewer) })),
    people: own === undefined ? Map() : Map([[viewer.participant, own]]),
  }
}

function project(slice: BoardSlice, viewer: Viewer): BoardSlice {
  if (viewer.kind === 'waiting') return noBoards
  if (viewer.kind === 'staff') return slice
  const mayKnow = (board: Board) => board.kind === 'class' || board.owner === viewer.participant
  return {
    ...slice,
    boards: slice.boards.filter(mayKnow).map((board) => boardFor(board, viewer)),
    closed: slice.closed.map((board) => boardFor(board, viewer)),
  }
}

interface PlainHiding extends Omit<Hiding, 'revealed' | 'layers'> {
  readonly revealed: 'all' | ParticipantId[]
  readonly layers: ParticipantId[]
}
interface PlainPage extends Omit<Page, 'hidden' | 'ended'> {
  readonly hidden: PlainHiding | null
  readonly ended: { readonly epoch: number; readonly hidden: PlainHiding } | null
}
interface PlainBoard extends Omit<Board, 'pages' | 'removed' | 'people' | 'breakout'> {
  /** Older snapshots have none. */
  readonly breakout?: Board['breakout']
  readonly pages: PlainPage[]
  readonly removed: { readonly at: number; readonly page: PlainPage }[]
  readonly people: [ParticipantId, BoardRight][]
}
interface Plain {
  readonly boards: PlainBoard[]
  readonly closed: PlainBoard[]
  readonly sets: SheetSet[]
  readonly shown: (Omit<Shown, 'sheet'> & { readonly sheet: PlainBoard | null }) | null
}

/** Sets have no order of their own. */
const plainHiding = ({ revealed, layers, from }: Hiding): PlainHiding => ({
  revealed: revealed === 'all' ? 'all' : [...revealed].sort(),
  layers: [...layers].sort(),
  from,
})

const plainPage = ({ hidden, ended, ...page }: Page): PlainPage => ({
  ...page,
  hidden: hidden === null ? null : plainHiding(hidden),
  ended: ended === null ? null : { ...ended, hidden: plainHiding(ended.hidden) },
})

const plainBoard = ({ pages, removed, people, ...board }: Board): PlainBoard => ({
  ...board,
  pages: [...pages.map(plainPage)],
  removed: [...removed.map(({ at, page }) => ({ at, page: plainPage(page) }))],
  people: [...people].sort(([a], [b]) => (a < b ? -1 : 1)),
})

const hidingFrom = ({ revealed, layers, from }: PlainHiding): Hiding => ({
  revealed: revealed === 'all' ? 'all' : Set(revealed),
  layers: Set(layers),
  from,
})

const pageFrom = ({ hidden, ended, ...page }: PlainPage): Page => ({
  ...page,
  hidden: hidden === null ? null : hidingFrom(hidden),
  ended: ended === null ? null : { ...ended, hidden: hidingFrom(ended.hidden) },
})

const boardFrom = ({ pages, removed, people, ...board }: PlainBoard): Board => ({
  ...board,
  breakout: board.breakout ?? null,
  pages: List(pages.map(pageFrom)),
  removed: List(removed.map(({ at, page }) => ({ at, page: pageFrom(page) }))),
  people: Map(people),
})

export const boards: Feature<BoardSlice> = {
  initial: noBoards,
  fold: boardFold,
  project,
  encode: ({ boards: open, closed, sets, shown }): Plain => ({
    boards: [...open.values()].map(plainBoard),
    closed: [...closed].map(plainBoard),
    sets: [...sets.values()],
    shown:
      shown === null
        ? null
        : { ...shown, sheet: shown.sheet === null ? null : plainBoard(shown.sheet) },
  }),
  decode: (json) => {
    const { boards: open, closed, sets, shown } = json as Plain
    return {
      boards: OrderedMap(open.map((one): [BoardId, Board] => [one.id, boardFrom(one)])),
      closed: List(closed.map(boardFrom)),
      sets: OrderedMap(sets.map((one): [SheetSetId, SheetSet] => [one.id, one])),
      shown:
        shown === null
          ? null
          : { ...shown, sheet: shown.sheet === null ? null : boardFrom(shown.sheet) },
    }
  },
}
