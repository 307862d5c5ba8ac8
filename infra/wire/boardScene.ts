// Boards that are there before somebody tries something with them in a wire test.
import type { CommandName, InputOf } from '../../shared/contract/index.ts'
import type { BoardId, PageId, RoomId, SheetSetId } from '../../shared/ids.ts'
import type { School } from './school.ts'

interface Place {
  readonly school: School
  readonly room: RoomId
}

export interface OnPage {
  readonly board: BoardId
  readonly page: PageId
}

async function act<Name extends CommandName>(
  { school, room }: Place,
  name: Name,
  input: InputOf<Name>,
) {
  return school.live().rooms.submit(room, { name, input, actor: 'system' })
}

async function boardsOf({ school, room }: Place) {
  const { state } = await school.live().rooms.enter(room)
  return state.boards
}

export const blank = { background: { kind: 'plain' as const }, slides: null }

/** The first page of a board that has two; a class has so many boards only. */
export async function somePage(place: Place): Promise<OnPage> {
  const known = (await boardsOf(place)).boards.find(({ pages }) => pages.size > 1)
  const first = known?.pages.first()
  if (known !== undefined && first !== undefined) return { board: known.id, page: first.id }
  const [opened] = await act(place, 'boards.open', { title: 'Board', right: 'add', ...blank })
  const { board, pages } = opened?.body as { board: BoardId; pages: [PageId] }
  await act(place, 'boards.addPage', { board, after: null, ...blank })
  return { board, page: pages[0] }
}

export async function closedBoard(place: Place) {
  const { board } = await somePage(place)
  await act(place, 'boards.close', { board })
  return { board }
}

export async function removedPage(place: Place) {
  const on = await somePage(place)
  await act(place, 'boards.removePage', on)
  return on
}

export async function hiddenPage(place: Place) {
  const on = await somePage(place)
  await act(place, 'boards.hide', on)
  return on
}

export async function unhiddenPage(place: Place) {
  const on = await hiddenPage(place)
  await act(place, 'boards.endHiding', { ...on, how: 'merge' })
  return on
}

export async function someSet(place: Place): Promise<{ set: SheetSetId }> {
  const known = (await boardsOf(place)).sets.find(({ state }) => state === 'out')
  if (known !== undefined) return { set: known.id }
  const input = { title: 'Sheet', template: null, right: 'editOwn' as const }
  const [handed] = await act(place, 'boards.handOut', input)
  return { set: (handed?.body as { set: SheetSetId }).set }
}
