// What becomes of pages that lie over a shared screen when it is shared no more: they go from the stage, and
// what was drawn on them is cleared. Whoever wants to keep it makes a page of it before.
import { draft, type Aftermath } from './command.ts'
import { readersOf } from './boards.find.ts'
import type { ParticipantId } from '../ids.ts'
import type { Visibility } from '../log.ts'
import type { Board, Page } from './boards.model.ts'
import type { RoomState } from './state.ts'

function sharing({ sources }: RoomState): ReadonlySet<ParticipantId> {
  const screens = [...sources.values()].filter(({ kind }) => kind === 'screen')
  return new Set(screens.map(({ participant }) => participant))
}

function overScreens({ pages }: Board, of: ReadonlySet<ParticipantId>) {
  return pages.filter(
    ({ background }) => background.kind === 'screen' && of.has(background.participant),
  )
}

/** What each hides from the others stays theirs. */
function cleared({ id: board }: Board, { id: page, epoch, hidden }: Page, readers: Visibility) {
  return hidden === null
    ? [draft('boards.cleared', { board, page, epoch: epoch + 1 }, readers)]
    : []
}

const nothing = { board: null, page: null, leader: null, sheet: null, name: null }

export const screenAftermath: Aftermath = (before, after) => {
  if (before.sources === after.sources) return []
  const still = sharing(after)
  const ended = new Set([...sharing(before)].filter((person) => !still.has(person)))
  if (ended.size === 0) return []
  const { boards, shown } = after.boards
  return [...boards.values()].flatMap((board) =>
    overScreens(board, ended)
      .toArray()
      .flatMap((page) => [
        ...(shown?.page === page.id ? [draft('boards.shown', nothing)] : []),
        ...cleared(board, page, readersOf(after, board)),
      ]),
  )
}
