// Random acts about boards, and what points them at boards, pages and sets that there are.
import fc from 'fast-check'
import type { BoardId, FileId, PageId } from '../../ids.ts'
import type { RoomCommand } from '../command.ts'
import type { RoomState } from '../state.ts'
import { cast, testId } from './cast.ts'

type Name = Extract<RoomCommand['name'], `boards.${string}`>

/** Boards, pages and sets are numbers until `aimAtBoard` makes them ids. */
function act(name: Name, input: Record<string, fc.Arbitrary<unknown>> = {}) {
  return fc
    .record({ board: fc.nat(5), page: fc.nat(5), set: fc.nat(3), ...input })
    .map((value) => ({ name, input: value }) as unknown as RoomCommand)
}

const person = fc.constantFrom(...cast)
const right = fc.constantFrom('view', 'add', 'editOwn', 'editAll')
const file: FileId = testId<'file'>(3_000_009)
const content = {
  background: fc.constantFrom(
    { kind: 'plain' },
    { kind: 'grid' },
    { kind: 'slide', file, page: 2 },
  ),
  slides: fc.constantFrom(null, null, { file, pages: 3 }),
}
const title = fc.constantFrom('Board', 'Sketches')

export const openBoard = act('boards.open', { title, right, ...content })
export const hidePage = act('boards.hide')
export const beginLayer = act('boards.beginLayer')
export const handOut = act('boards.handOut', { title, right, template: fc.option(fc.constant(0)) })
export const takeSheet = act('boards.takeSheet')

const whose = fc.oneof(
  fc.record({ kind: fc.constant('board') }),
  fc.record({ kind: fc.constant('page'), page: fc.nat(5) }),
  fc.record({ kind: fc.constant('person'), participant: person }),
)
const onStage = fc.record({ board: fc.nat(5), page: fc.nat(5), leader: fc.boolean() })

export const aboutPages = fc.oneof(
  openBoard,
  act('boards.rename', { title }),
  act('boards.close'),
  act('boards.reopen'),
  act('boards.addPage', { after: fc.option(fc.nat(5)), ...content }),
  act('boards.copyPage', { to: fc.option(fc.nat(5)) }),
  act('boards.movePage', { to: fc.nat(4) }),
  act('boards.removePage'),
  act('boards.restorePage'),
  act('boards.setBackground', { background: content.background }),
  act('boards.clear'),
  act('boards.goBack', {
    from: fc.record({ epoch: fc.nat(3), seq: fc.constantFrom(null, 7) }),
  }),
  act('boards.show', { on: fc.option(onStage) }),
  act('boards.setRight', { for: whose, right: fc.option(right) }),
  act('boards.freeze', { frozen: fc.boolean() }),
)

export const aboutHiding = fc.oneof(
  hidePage,
  { weight: 4, arbitrary: beginLayer },
  act('boards.reveal', { participant: fc.option(person) }),
  act('boards.endHiding', { how: fc.constantFrom('merge', 'discard') }),
  act('boards.hideAgain'),
)

export const aboutSheets = fc.oneof(
  { weight: 3, arbitrary: takeSheet },
  act('boards.collect'),
  act('boards.giveBack'),
  act('boards.withdraw'),
  act('boards.show', { on: onStage }),
  aboutPages,
)

function nth<One>(list: readonly One[], n: unknown): One | undefined {
  return list[Number(n) % Math.max(1, list.length)]
}

const noBoard = testId<'board'>(1)
const noPage = testId<'page'>(1)

/** Numbers become ids of what there is. */
export function aimAtBoard(command: RoomCommand, { boards }: RoomState): RoomCommand {
  const input = command.input as Record<string, unknown>
  const back = command.name === 'boards.reopen'
  const all = back ? boards.closed.toArray() : boards.boards.valueSeq().toArray()
  const boardAt = (n: unknown) => nth(all, n)
  const idAt = (n: unknown): BoardId => boardAt(n)?.id ?? noBoard
  const pagesAt = (n: unknown) => {
    const board = boardAt(n)
    const gone = command.name === 'boards.restorePage'
    return (gone ? board?.removed.map(({ page }) => page) : board?.pages)?.toArray() ?? []
  }
  const pageAt = (board: unknown, n: unknown): PageId => nth(pagesAt(board), n)?.id ?? noPage
  const set = nth(boards.sets.keySeq().toArray(), input['set']) ?? testId<'sheetSet'>(1)
  const on = { board: idAt(input['board']), page: pageAt(input['board'], input['page']) }
  const more: Record<string, unknown> = {}
  if (typeof input['template'] === 'number') more['template'] = on
  if (typeof input['after'] === 'number') more['after'] = pageAt(input['board'], input['after'])
  if (command.name === 'boards.copyPage' && input['to'] !== null) more['to'] = idAt(input['to'])
  const stage = input['on'] as { board: number; page: number; leader: boolean } | null | undefined
  if (stage !== null && stage !== undefined)
    more['on'] = { ...stage, board: idAt(stage.board), page: pageAt(stage.board, stage.page) }
  const whom = input['for'] as { kind: string; page?: number } | undefined
  if (whom?.kind === 'page') more['for'] = { ...whom, page: pageAt(input['board'], whom.page) }
  return { ...command, input: { ...input, ...on, set, ...more } }
}
