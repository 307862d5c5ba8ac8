// A class with boards for tests: a teacher, two students and an observer, and the words to act on boards.
import type { BoardId, PageId, SheetSetId } from '../../ids.ts'
import type { LayerName } from '../../board/layer.ts'
import type { RoomCommand } from '../command.ts'
import { testId } from './cast.ts'
import { Life } from './life.ts'

type Verb = RoomCommand['name'] extends infer Name
  ? Name extends `boards.${infer Rest}`
    ? Rest
    : never
  : never

export const teacher = testId<'participant'>(1)
export const ada = testId<'participant'>(2)
export const emmy = testId<'participant'>(3)
export const observer = testId<'participant'>(4)

const blank = { background: { kind: 'plain' }, slides: null }

export class BoardLife extends Life {
  constructor() {
    super()
    this.join(1, { role: 'instructor' })
    this.do('system', 'class.start', {})
    this.join(2)
    this.join(3)
    this.join(4, { role: 'observer' })
  }

  by(actor: typeof teacher, verb: Verb, input: object): string[] | string {
    return this.do(actor, `boards.${verb}`, input)
  }

  act(verb: Verb, input: object): string[] | string {
    return this.by(teacher, verb, input)
  }

  /** Its only page. */
  open(right = 'add'): { board: BoardId; page: PageId } {
    this.act('open', { title: 'Board', right, ...blank })
    const board = this.state.boards.boards.last()!
    return { board: board.id, page: board.pages.first()!.id }
  }

  add(board: BoardId, after: PageId | null = null): PageId {
    this.act('addPage', { board, after, ...blank })
    const { pages } = this.board(board)
    const at = after === null ? -1 : pages.findIndex(({ id }) => id === after) + 1
    return pages.get(at)!.id
  }

  handOut(template: object | null = null): SheetSetId {
    this.act('handOut', { title: 'Sheet', template, right: 'editOwn' })
    return this.state.boards.sets.last()!.id
  }

  take(who: typeof teacher, set: SheetSetId): { board: BoardId; page: PageId } {
    this.by(who, 'takeSheet', { set })
    const sheet = this.state.boards.boards.find((one) => one.set === set && one.owner === who)!
    return { board: sheet.id, page: sheet.pages.first()!.id }
  }

  board(id: BoardId) {
    return this.state.boards.boards.get(id)!
  }

  page(on: { board: BoardId; page: PageId }) {
    return this.board(on.board).pages.find(({ id }) => id === on.page)!
  }

  layer(on: { board: BoardId; page: PageId }, of: LayerName['of'] = 'shared'): LayerName {
    return { ...on, of, epoch: this.page(on).epoch }
  }
}
