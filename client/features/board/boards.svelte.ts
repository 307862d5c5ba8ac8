// The boards of the class as staff run them and students meet them: which there are, who may what, what is
// hidden, what was handed out. Knows nothing of what is drawn.
import { rightOf, type OnPage } from '../../../shared/board/rights.ts'
import type { Background } from '../../../shared/contract/boardFacts.ts'
import type { BoardRight } from '../../../shared/contract/boardLimits.ts'
import type { BoardId, FileId, PageId, ParticipantId, SheetSetId } from '../../../shared/ids.ts'
import type { Board, SheetSet } from '../../../shared/room/boards.model.ts'
import { presence } from '../../../shared/room/people.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export interface Slides {
  readonly file: FileId
  readonly pages: number
}

interface Epoch {
  readonly epoch: number
  readonly seq?: number | null
}

export type Paper = Extract<Background, { kind: 'plain' | 'grid' | 'lines' }>['kind']

export class Boards {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  get manages(): boolean {
    return this.#room.can('board.manage')
  }

  readonly all: readonly Board[] = $derived.by(() =>
    this.#room.state.boards.boards
      .valueSeq()
      .filter(({ kind }) => kind === 'class')
      .toArray(),
  )

  /** Those of the class, and one’s own sheets, for whoever has any. */
  readonly own: readonly Board[] = $derived.by(() =>
    this.#room.state.boards.boards
      .valueSeq()
      .filter((board) => {
        const { kind, owner, set, breakout } = board
        if (kind === 'class') return breakout === null || this.#mayRead(board)
        const withdrawn = this.sets.every(({ id }) => id !== set)
        return owner === this.#room.me.participant && !withdrawn
      })
      .toArray(),
  )

  /** Newest first; what was withdrawn goes. */
  readonly sets: readonly SheetSet[] = $derived.by(() =>
    this.#room.state.boards.sets
      .valueSeq()
      .filter(({ state }) => state !== 'withdrawn')
      .reverse()
      .toArray(),
  )

  readonly shown: OnPage | null = $derived.by(() => {
    const { shown } = this.#room.state.boards
    return shown === null ? null : { board: shown.board, page: shown.page }
  })

  /** What was handed out and one may still take. */
  readonly ready: SheetSet | null = $derived.by(() => {
    if (this.manages || !this.#room.live || !this.#room.can('board.draw')) return null
    const { boards } = this.#room.state.boards
    const taken = (set: SheetSetId) => boards.some((board) => board.set === set)
    return this.sets.find(({ id, state }) => state === 'out' && !taken(id)) ?? null
  })

  #mayRead({ id: board, pages }: Board): boolean {
    const { state, me } = this.#room
    return pages.some(({ id: page }) => rightOf(state, me.participant, { board, page }) !== 'none')
  }

  sheetsOf(set: SheetSetId): Board[] {
    return this.#room.state.boards.boards
      .valueSeq()
      .filter((board) => board.set === set)
      .toArray()
  }

  nameOf(participant: ParticipantId): string | null {
    return this.#room.state.people.get(participant)?.name ?? null
  }

  /** Whoever is not staff, for a right of their own: who is here, and who has one already. */
  studentsOn({ people }: Board): { readonly participant: ParticipantId; readonly name: string }[] {
    return this.#room.state.people
      .valueSeq()
      .filter(({ role, admitted }) => admitted && (role === 'student' || role === 'guest'))
      .filter((person) => presence(person) !== 'left' || people.has(person.participant))
      .map(({ participant, name }) => ({ participant, name: name ?? '' }))
      .toArray()
      .sort((a, b) => a.name.localeCompare(b.name))
  }

  async open(title: string, slides: Slides | null = null): Promise<boolean> {
    const background = { kind: 'plain' } as const
    return this.#room.act('boards.open', { title, background, slides, right: 'view' })
  }

  /** With the pages of all these files, one after the other; null when it was refused. */
  async openSlides(title: string, [first, ...more]: readonly Slides[]): Promise<Board | null> {
    const known = this.all.map(({ id }) => id)
    if (first === undefined || !(await this.open(title, first))) return null
    const made = this.all.find(({ id }) => !known.includes(id)) ?? null
    const page = { background: { kind: 'plain' }, after: null } as const
    if (made === null) return null
    for (const slides of more)
      if (!(await this.#room.act('boards.addPage', { board: made.id, ...page, slides }))) break
    return made
  }

  rename(board: BoardId, title: string): Promise<boolean> {
    return this.#room.act('boards.rename', { board, title })
  }

  close(board: BoardId): Promise<boolean> {
    return this.#room.act('boards.close', { board })
  }

  reopen(board: BoardId): Promise<boolean> {
    return this.#room.act('boards.reopen', { board })
  }

  show(on: OnPage | null, leader = false): Promise<boolean> {
    return this.#room.act('boards.show', { on: on === null ? null : { ...on, leader } })
  }

  addPage(board: BoardId, after: PageId | null): Promise<boolean> {
    const background = { kind: 'plain' } as const
    return this.#room.act('boards.addPage', { board, after, background, slides: null })
  }

  /** Behind itself; on what it lies on unless something else is said. */
  copyPage(on: OnPage, background: Background | null = null): Promise<boolean> {
    return this.#room.act('boards.copyPage', { ...on, to: null, background })
  }

  movePage(on: OnPage, to: number): Promise<boolean> {
    return this.#room.act('boards.movePage', { ...on, to })
  }

  removePage(on: OnPage): Promise<boolean> {
    return this.#room.act('boards.removePage', on)
  }

  restorePage(on: OnPage): Promise<boolean> {
    return this.#room.act('boards.restorePage', on)
  }

  setPaper(on: OnPage, kind: Paper): Promise<boolean> {
    return this.#room.act('boards.setBackground', { ...on, background: { kind } })
  }

  clear(on: OnPage): Promise<boolean> {
    return this.#room.act('boards.clear', on)
  }

  /** What the page was at a moment, or at the end of an epoch: before it was cleared or restored. */
  goBack(on: OnPage, { epoch, seq = null }: Epoch): Promise<boolean> {
    return this.#room.act('boards.goBack', { ...on, from: { epoch, seq } })
  }

  setRight(board: BoardId, right: BoardRight): Promise<boolean> {
    return this.#room.act('boards.setRight', { board, for: { kind: 'board' }, right })
  }

  setPageRight({ board, page }: OnPage, right: BoardRight | null): Promise<boolean> {
    return this.#room.act('boards.setRight', { board, for: { kind: 'page', page }, right })
  }

  setPersonRight(board: BoardId, participant: ParticipantId, right: BoardRight | null) {
    return this.#room.act('boards.setRight', { board, for: { kind: 'person', participant }, right })
  }

  freeze(board: BoardId, frozen: boolean): Promise<boolean> {
    return this.#room.act('boards.freeze', { board, frozen })
  }

  hide(on: OnPage): Promise<boolean> {
    return this.#room.act('boards.hide', on)
  }

  reveal(on: OnPage, participant: ParticipantId | null): Promise<boolean> {
    return this.#room.act('boards.reveal', { ...on, participant })
  }

  endHiding(on: OnPage, how: 'merge' | 'discard'): Promise<boolean> {
    return this.#room.act('boards.endHiding', { ...on, how })
  }

  hideAgain(on: OnPage): Promise<boolean> {
    return this.#room.act('boards.hideAgain', on)
  }

  handOut(title: string, template: OnPage | null): Promise<boolean> {
    return this.#room.act('boards.handOut', { title, template, right: 'editOwn' })
  }

  take(set: SheetSetId): Promise<boolean> {
    return this.#room.act('boards.takeSheet', { set })
  }

  act(what: 'collect' | 'giveBack' | 'withdraw', set: SheetSetId): Promise<boolean> {
    return this.#room.act(`boards.${what}`, { set })
  }
}
