// Whose view one sees on a page: the presenter's when all are asked to follow, that of somebody one chose, or
// one's own as soon as one moves it. Knows nothing of drawing.
import type { Box } from '../../../shared/board/shape.ts'
import type { OnPage } from '../../../shared/board/rights.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { RoomState } from '../../../shared/room/state.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { Somebody } from './sync/presence.ts'

export class Following {
  readonly #room: Room
  readonly #on: OnPage
  readonly #show: (view: Box) => void
  // Nothing on the page follows them.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #views = new Map<ParticipantId, Box>()
  #chosen = $state.raw<ParticipantId | null>(null)
  /** One moved oneself since all were asked to follow. */
  #wandered = $state(false)
  #here = $state.raw<readonly Somebody[]>([])
  #led: ParticipantId | null = null

  constructor(room: Room, on: OnPage, show: (view: Box) => void) {
    this.#room = room
    this.#on = on
    this.#show = show
  }

  /** Whom all are asked to follow here. */
  readonly leader: ParticipantId | null = $derived.by(() => this.#leaderIn(this.#room.state))

  readonly leads: boolean = $derived.by(() => this.leader === this.#room.me.participant)

  /** Whom one follows now. */
  readonly whom: ParticipantId | null = $derived.by(() => {
    if (this.#chosen !== null) return this.#chosen
    return this.leads || this.#wandered ? null : this.leader
  })

  /** All follow somebody, and one looks elsewhere. */
  get astray(): boolean {
    return this.leader !== null && !this.leads && this.whom !== this.leader
  }

  /** The others on this page, by name. */
  get here(): readonly Somebody[] {
    return this.#here
  }

  /** Something is seen as somebody shows it, so that nothing else chooses the view. */
  get shows(): boolean {
    return this.whom !== null && this.#views.has(this.whom)
  }

  /** The room changed: all are asked anew when somebody begins to lead. */
  heed(state: RoomState): void {
    const leader = this.#leaderIn(state)
    if (leader === this.#led) return
    this.#led = leader
    if (leader === null) return
    this.#chosen = null
    this.#wandered = false
    if (leader !== this.#room.me.participant) this.#look(leader)
  }

  saw(person: ParticipantId, view: Box): void {
    this.#views.set(person, view)
    if (person === this.whom) this.#show(view)
  }

  meet(people: readonly Somebody[]): void {
    const others = people.filter(({ id }) => id !== this.#room.me.participant)
    this.#here = others.toSorted((one, other) => one.name.localeCompare(other.name))
    for (const id of this.#views.keys())
      if (others.every((one) => one.id !== id)) this.#views.delete(id)
    if (this.#chosen !== null && others.every(({ id }) => id !== this.#chosen)) this.#chosen = null
  }

  /** One moved the view oneself. */
  wander(): void {
    this.#chosen = null
    this.#wandered = true
  }

  /** Null follows nobody. */
  choose(person: ParticipantId | null): void {
    if (person === null) this.wander()
    else {
      this.#chosen = person
      this.#look(person)
    }
  }

  /** To what all look at. */
  back(): void {
    this.#chosen = null
    this.#wandered = false
    this.#look(this.leader)
  }

  #look(person: ParticipantId | null): void {
    const view = person === null ? undefined : this.#views.get(person)
    if (view !== undefined) this.#show(view)
  }

  #leaderIn({ boards: { shown } }: RoomState): ParticipantId | null {
    const { board, page } = this.#on
    return shown?.board === board && shown.page === page ? shown.leader : null
  }
}
