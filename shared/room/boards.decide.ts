// Decides which boards there are, and which is on the stage. Their pages, who may draw, what is hidden and
// what is handed out are decided beside.
import { boardsLimits } from '../contract/boardLimits.ts'
import type { CommandName } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import { hidingDeciders } from './boards.hiding.decide.ts'
import { findBoard, findPage, noBoard, ofSheet, pagesOf, showing } from './boards.find.ts'
import type { Board } from './boards.model.ts'
import { pageDeciders, tooManyPages } from './boards.pages.decide.ts'
import { boardRightDeciders } from './boards.rights.decide.ts'
import { sheetDeciders } from './boards.sheets.decide.ts'
import { draft, type Deciders } from './command.ts'
import type { RoomState } from './state.ts'

type Names = Extract<CommandName, `boards.${string}`>
type Own = Exclude<
  Names,
  | keyof typeof pageDeciders
  | keyof typeof boardRightDeciders
  | keyof typeof hidingDeciders
  | keyof typeof sheetDeciders
>

function tooManyBoards(room: RoomState): Refusal | null {
  const open = room.boards.boards.count(
    ({ kind, breakout }) => kind === 'class' && breakout === null,
  )
  if (open < boardsLimits.boards) return null
  const words = 'There are as many boards as there may be; close one first.'
  return refuse('conflict', words, 'boards-many')
}

const boardOwnDeciders: Deciders<Own> = {
  'boards.open': (room, { title, right, ...made }, { id }) => {
    const content = pagesOf(made, id)
    const board = id as Board['id']
    return (
      tooManyBoards(room) ??
      tooManyPages(room, null, content.pages.length) ?? [
        draft('boards.opened', { board, title, right, ...content, breakout: null }),
      ]
    )
  },
  'boards.rename': (room, { board: id, title }) => {
    const found = findBoard(room, id)
    if ('code' in found) return found
    if (found.board.kind === 'sheet') return ofSheet
    if (found.board.title === title) return []
    return [draft('boards.renamed', { board: id, title }, found.readers)]
  },
  'boards.close': (room, { board: id }) => {
    const found = findBoard(room, id)
    if ('code' in found) return room.boards.closed.some((one) => one.id === id) ? [] : found
    return found.board.kind === 'sheet' ? ofSheet : [draft('boards.closed', { board: id })]
  },
  'boards.reopen': (room, { board: id }) => {
    if (room.boards.boards.has(id)) return []
    const board = room.boards.closed.find((one) => one.id === id)
    if (board === undefined) return noBoard
    return (
      tooManyBoards(room) ??
      tooManyPages(room, null, board.pages.size) ?? [draft('boards.reopened', { board: id })]
    )
  },
  'boards.show': (room, { on }, { actor }) => {
    const { shown } = room.boards
    const nothing = { board: null, page: null, leader: null, sheet: null, name: null }
    if (on === null) return shown === null ? [] : [draft('boards.shown', nothing)]
    const found = findPage(room, on)
    if ('code' in found) return found
    const leader = on.leader && actor !== 'system' ? actor : null
    const same = shown?.board === on.board && shown.page === on.page && shown.leader === leader
    return same ? [] : [showing(found.board, on.page, leader)]
  },
}

export const boardDeciders: Deciders<Names> = {
  ...boardOwnDeciders,
  ...pageDeciders,
  ...boardRightDeciders,
  ...hidingDeciders,
  ...sheetDeciders,
}
