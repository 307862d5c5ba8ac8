// What staff do with breakout rooms: the wish from which they are made, and every act while they are there.
import { breakoutLimits } from '../../../shared/contract/breakoutLimits.ts'
import type { BreakoutId, ParticipantId } from '../../../shared/ids.ts'
import type { Breakout } from '../../../shared/room/breakouts.ts'
import { presence, type Person } from '../../../shared/room/people.ts'
import { isStaff } from '../../../shared/roles.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export const ways = ['random', 'hand', 'choice'] as const
export type Way = (typeof ways)[number]

/** Three talk to each other; four are two pairs. */
const groupSize = 3

export class Planning {
  readonly #room: Room
  readonly #nameOf: (number: number) => string
  count = $state('')
  way = $state<Way>('random')
  minutes = $state('')

  constructor(room: Room, nameOf: (number: number) => string) {
    this.#room = room
    this.#nameOf = nameOf
    const groups = Math.floor(this.students.length / groupSize)
    this.count = String(Math.min(breakoutLimits.rooms, Math.max(2, groups)))
  }

  readonly rooms: readonly Breakout[] = $derived.by(() => [
    ...this.#room.state.breakouts.rooms.values(),
  ])

  get open(): boolean {
    return this.#room.state.breakouts.open
  }

  get endsAt(): number | null {
    return this.#room.state.breakouts.endsAt
  }

  /** For whom rooms are made. */
  readonly students: readonly Person[] = $derived.by(() =>
    this.#room.state.people
      .valueSeq()
      .filter((one) => !isStaff(one.role) && one.role !== 'observer' && one.admitted)
      .filter((one) => presence(one) !== 'left')
      .toArray(),
  )

  get number(): number | null {
    const number = Number(this.count)
    return Number.isInteger(number) && number >= 1 && number <= breakoutLimits.rooms ? number : null
  }

  /** Who is in a room, staff who visit it too; with null who is in none. */
  people(breakout: BreakoutId | null): Person[] {
    const { placements } = this.#room.state.breakouts
    const inside = (one: Person) => (placements.get(one.participant) ?? null) === breakout
    const visiting = this.#room.state.people
      .valueSeq()
      .filter((one) => isStaff(one.role) && presence(one) !== 'left' && breakout !== null)
    return [...visiting, ...this.students]
      .filter(inside)
      .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))
  }

  async plan(): Promise<boolean> {
    if (this.number === null) return false
    const names = Array.from({ length: this.number }, (_, n) => this.#nameOf(n + 1))
    const assign = this.way === 'random' ? 'random' : 'nobody'
    return this.#room.act('breakouts.plan', { names, assign, choice: this.way === 'choice' })
  }

  async begin(): Promise<boolean> {
    if (this.rooms.length === 0 && !(await this.plan())) return false
    const minutes = this.minutes === '' ? null : Number(this.minutes)
    return this.#room.act('breakouts.open', { minutes })
  }

  /** The same rooms, drawn anew. */
  shuffle(): Promise<boolean> {
    const names = this.rooms.map(({ name }) => name)
    return this.#room.act('breakouts.plan', { names, assign: 'random', choice: false })
  }

  add(): Promise<boolean> {
    return this.#room.act('breakouts.add', { name: this.#nameOf(this.rooms.length + 1) })
  }

  rename(breakout: BreakoutId, name: string): Promise<boolean> {
    return this.#room.act('breakouts.rename', { breakout, name })
  }

  remove(breakout: BreakoutId): Promise<boolean> {
    return this.#room.act('breakouts.remove', { breakout })
  }

  place(participant: ParticipantId, breakout: BreakoutId | null): Promise<boolean> {
    return this.#room.act('breakouts.place', { participants: [participant], breakout })
  }

  visit(breakout: BreakoutId | null): Promise<boolean> {
    return this.place(this.#room.me.participant, breakout)
  }

  answer(breakout: BreakoutId): Promise<boolean> {
    return this.#room.act('breakouts.answer', { breakout })
  }

  get speaks(): boolean {
    return this.#room.state.breakouts.voices.has(this.#room.me.participant)
  }

  speak(on: boolean): Promise<boolean> {
    return this.#room.act('breakouts.speak', { on })
  }

  endIn(seconds: number | null): Promise<boolean> {
    return this.#room.act('breakouts.setEnd', { seconds })
  }

  callBack(): Promise<boolean> {
    return this.#room.act('breakouts.callBack', {})
  }
}
