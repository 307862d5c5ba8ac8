// Which page of which board one looks at: what staff put on the stage, unless one looks elsewhere; and
// "Board" of the dock. Comes with the class, so it knows nothing of drawing.
import { createContext } from 'svelte'
import { boardIn, pageIn, type Board, type Page } from '../../../shared/room/boards.model.ts'
import { placeOf } from '../../../shared/room/breakouts.ts'
import { rightOf, type OnPage } from '../../../shared/board/rights.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export class Looking {
  readonly #room: Room
  /** Null follows the stage; `nothing` looks at no board though there is one on the stage. */
  #chosen = $state.raw<OnPage | 'nothing' | null>(null)
  #last: OnPage | null = null
  /** The board was asked for just now, and takes the keys when it is there. */
  #wanted = false

  constructor(room: Room) {
    this.#room = room
  }

  /** What staff shows to all. */
  readonly shown: OnPage | null = $derived.by(() => {
    const { shown } = this.#room.state.boards
    return shown === null ? null : this.#seen({ board: shown.board, page: shown.page })
  })

  /** As long as it is there and may be seen; another page of its board when it was taken away. */
  readonly on: OnPage | null = $derived.by(() => {
    if (this.#chosen === 'nothing') return null
    const chosen = this.#chosen === null ? null : this.#seen(this.#chosen)
    return chosen ?? this.shown
  })

  readonly board: Board | null = $derived.by(() =>
    this.on === null ? null : boardIn(this.#room.state.boards, this.on.board),
  )

  readonly page: Page | null = $derived.by(() =>
    this.on === null ? null : pageIn(this.board, this.on.page),
  )

  /** Somewhere else than all. */
  get elsewhere(): boolean {
    return this.shown !== null && this.#chosen !== null && !isSame(this.on, this.shown)
  }

  get manages(): boolean {
    return this.#room.can('board.manage')
  }

  /** There is something to look at, or one may make it. */
  get possible(): boolean {
    return this.manages || this.#first() !== null
  }

  look(on: OnPage | null): void {
    this.#last = this.on
    this.#chosen = on === null ? 'nothing' : isSame(on, this.shown) ? null : on
  }

  /** To what all look at. */
  back(): void {
    this.#chosen = null
  }

  async show(on: OnPage | null, leader = false): Promise<void> {
    const done = await this.#room.act('boards.show', { on: on === null ? null : { ...on, leader } })
    if (done) this.back()
  }

  /** True once, for a board that one opened oneself. */
  takeWanted(): boolean {
    const wanted = this.#wanted
    this.#wanted = false
    return wanted
  }

  /** What the dock's button and its key do: staff for all, everybody else for themselves. */
  async toggle(title: string): Promise<void> {
    this.#wanted = this.on === null
    if (!this.manages) {
      if (this.on === null) this.#chosen = this.shown === null ? this.#first() : null
      else this.look(null)
      return
    }
    if (this.on !== null) {
      this.#last = this.on
      if (this.shown === null) this.#chosen = null
      else await this.show(null)
      return
    }
    const known = this.#first() ?? (await this.#make(title))
    if (known === null) return
    const ofRoom = boardIn(this.#room.state.boards, known.board)?.breakout ?? null
    if (ofRoom !== null) this.look(known)
    else await this.show(known)
  }

  /** Lays a page over the screen that somebody shares, for all to see. */
  async drawOver(participant: ParticipantId, title: string): Promise<void> {
    const there = this.#over(participant)
    if (there !== null) return this.show(there)
    const background = { kind: 'screen', participant } as const
    const made = { title, background, slides: null, right: 'view' } as const
    if (!(await this.#room.act('boards.open', made))) return
    const page = this.#over(participant)
    if (page !== null) await this.show(page)
  }

  #over(participant: ParticipantId): OnPage | null {
    for (const { id: board, pages } of this.#room.state.boards.boards.values())
      for (const { id: page, background } of pages)
        if (background.kind === 'screen' && background.participant === participant)
          return { board, page }
    return null
  }

  #first(): OnPage | null {
    const last = this.#last === null ? null : this.#seen(this.#last)
    if (last !== null) return last
    for (const board of this.#near()) {
      const page = board.pages.first()
      const seen = page === undefined ? null : this.#seen({ board: board.id, page: page.id })
      if (seen !== null) return seen
    }
    return null
  }

  /** That of one’s breakout room first; staff take those of rooms they are not in for none of theirs. */
  #near(): Board[] {
    const { state, me } = this.#room
    const place = placeOf(state.breakouts, me.participant)
    const isOwn = ({ breakout }: Board) => breakout !== null && breakout === place
    const all = [...state.boards.boards.values()].filter(
      (board) => board.breakout === null || isOwn(board) || !this.manages,
    )
    return [...all.filter(isOwn), ...all.filter((board) => !isOwn(board))]
  }

  async #make(title: string): Promise<OnPage | null> {
    const plain = { background: { kind: 'plain' }, slides: null, right: 'view' } as const
    const made = await this.#room.act('boards.open', { title, ...plain })
    return made ? this.#first() : null
  }

  #seen(on: OnPage): OnPage | null {
    const { state, me } = this.#room
    const board = boardIn(state.boards, on.board)
    const page = pageIn(board, on.page) ?? board?.pages.first()
    if (page === undefined) return null
    return rightOf(state, me.participant, { board: on.board, page: page.id }) === 'none'
      ? null
      : { board: on.board, page: page.id }
  }
}

function isSame(one: OnPage | null, other: OnPage | null): boolean {
  return one?.board === other?.board && one?.page === other?.page
}

export const [getLooking, setLooking] = createContext<Looking>()
