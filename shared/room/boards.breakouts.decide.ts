// Gives each breakout room a board of its own when it opens. Who may read it is `board/rights.ts`.
import { v5 } from 'uuid'
import { boardsLimits } from '../contract/boardLimits.ts'
import type { BoardId, BreakoutId } from '../ids.ts'
import { pageIds } from './boards.find.ts'
import { draft, type Aftermath } from './command.ts'

/** A room has the same board each time it opens. */
function boardOf(breakout: BreakoutId): BoardId {
  const timePart = 14
  return `${breakout.slice(0, timePart)}7${v5('board', breakout).slice(timePart + 1)}` as BoardId
}

export const breakoutBoardAftermath: Aftermath = (before, { breakouts, boards }) => {
  const same = before.breakouts.open && before.breakouts.rooms === breakouts.rooms
  if (!breakouts.open || same) return []
  const known = [...boards.boards.values(), ...boards.closed]
  const places = boardsLimits.breakoutBoards - known.filter((one) => one.breakout !== null).length
  return [...breakouts.rooms.values()]
    .map(({ breakout, name }) => ({ breakout, title: name, board: boardOf(breakout) }))
    .filter(({ board }) => !known.some(({ id }) => id === board))
    .slice(0, Math.max(0, places))
    .map((room) =>
      draft('boards.opened', {
        ...room,
        right: 'editAll',
        pages: pageIds(room.board, 1),
        background: { kind: 'plain' },
      }),
    )
}
