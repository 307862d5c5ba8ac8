// What staff do with breakout rooms: the wish from which they are made, and every act while they are there.
import { breakoutLimits } from '../../../shared/contract/breakoutLimits.ts'
import type { BreakoutId, ParticipantId } from '../../../shared/ids.ts'
import type { Breakout } from '../../../shared/room/breakouts.ts'
import { presence, type Person } from '../../../shared/room/people.ts'
import { isStaff } from '../../../shared/roles.ts'
import type { Room as Class } from '../../classroom/room.svelte.ts'

export const ways = ['random', 'hand', 'choice'] as const
export type Way = (typeof ways)[number]

type Room = Pick<Breakout, 'breakout' | 'name'>

/** Three talk to each other; four are two pairs. */
const groupSize = 3

export class Planning {
  readonly #room: Class
  readonly #nameOf: (number: number) => string
  #placed: ParticipantId | null = null
  count = $state('')
  way = $state<Way>('random')
  minutes = $state('')
  /** The rooms that are planned are to be made otherwise. */
  anew = $state(false)
  /** The room that was taken away last, and who was in it. */
  removed = $state.raw<(Room & { readonly people: readonly ParticipantId[] }) | null>(null)

  constructor(room: Class, nameOf: (number: number) => string) {
    this.#room = room
    this.#nameOf = nameOf
    const groups = Math.floor(this.here / groupSize)
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

  get here(): number {
    return this.students.filter((one) => this.isThere(one)).length
  }

  /** Neither lost nor away: who counts, and is drawn. */
  isThere(person: Person): boolean {
    return presence(person) === 'here' && !this.#room.state.away.has(person.participant)
  }

  /** People choose their room themselves. */
  get choice(): boolean {
    return this.#room.state.breakouts.choice
  }

  /** There are no rooms yet, or others are to be made. */
  get making(): boolean {
    return !this.open && (this.anew || this.rooms.length === 0)
  }

  get number(): number | null {
    const number = Number(this.count)
    return Number.isInteger(number) && number >= 1 && number <= breakoutLimits.rooms ? number : null
  }

  /** How many that makes in each; null where there is nothing to tell. */
  get each(): number | null {
    return this.number === null || this.here === 0 ? null : Math.round(this.here / this.number)
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
    const choice = this.way === 'choice'
    const done = await this.#room.act('breakouts.plan', { names, assign, choice })
    if (done) this.#settle()
    return done
  }

  async begin(): Promise<boolean> {
    if (this.making && !(await this.plan())) return false
    this.#settle()
    const minutes = this.minutes === '' ? null : Number(this.minutes)
    return this.#room.act('breakouts.open', { minutes })
  }

  #settle(): void {
    this.anew = false
    this.removed = null
  }

  /** The same rooms, drawn anew. */
  shuffle(): Promise<boolean> {
    const names = this.rooms.map(({ name }) => name)
    return this.#room.act('breakouts.plan', { names, assign: 'random', choice: this.choice })
  }

  add(): Promise<boolean> {
    const isTaken = (name: string) => this.rooms.some((one) => one.name === name)
    let number = this.rooms.length + 1
    while (isTaken(this.#nameOf(number))) number += 1
    return this.#room.act('breakouts.add', { name: this.#nameOf(number) })
  }

  rename(breakout: BreakoutId, name: string): Promise<boolean> {
    return this.#room.act('breakouts.rename', { breakout, name })
  }

  async remove({ breakout, name }: Room): Promise<void> {
    const { placements } = this.#room.state.breakouts
    const people = [...placements.filter((where) => where === breakout).keys()]
    if (await this.#room.act('breakouts.remove', { breakout }))
      this.removed = { breakout, name, people }
  }

  async bringBack({ breakout, name, people }: NonNullable<Planning['removed']>): Promise<void> {
    this.removed = null
    if (!(await this.#room.act('breakouts.add', { name, breakout })) || people.length === 0) return
    await this.#room.act('breakouts.place', { participants: [...people], breakout })
  }

  async place(participant: ParticipantId, breakout: BreakoutId | null): Promise<boolean> {
    this.#placed = participant
    const done = await this.#room.act('breakouts.place', { participants: [participant], breakout })
    if (!done) this.#placed = null
    return done
  }

  /** Told once that somebody is where one has just placed them. */
  arrives(participant: ParticipantId): boolean {
    if (participant !== this.#placed) return false
    this.#placed = null
    return true
  }

  visit(breakout: BreakoutId | null): Promise<boolean> {
    const participants = [this.#room.me.participant]
    return this.#room.act('breakouts.place', { participants, breakout })
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

  /** Done, it can be undone: the rooms open again for what was left of their time. */
  async callBack(): Promise<(() => void) | null> {
    const left = this.endsAt === null ? null : this.endsAt - this.#room.now
    if (!(await this.#room.act('breakouts.callBack', {}))) return null
    const minutes = left === null ? null : Math.max(1, Math.round(left / 60_000))
    return () => void this.#room.act('breakouts.open', { minutes })
  }
}
