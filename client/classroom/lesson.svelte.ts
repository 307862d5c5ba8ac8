// The life of the class as the screen shows it, and the acts of whoever teaches: start, end, reopen,
// go on longer, mute everybody, forbid and allow.
import type { InputOf } from '../../shared/contract/index.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import { isStaff } from '../../shared/roles.ts'
import type { ClassSlice, Phase } from '../../shared/room/class.ts'
import { presence } from '../../shared/room/people.ts'
import type { Source } from '../../shared/room/sources.ts'
import type { Room } from './room.svelte.ts'

type Forbidden = NonNullable<InputOf<'class.configure'>['forbidden']>[number]

const minute = 60_000

export class Lesson {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  get slice(): ClassSlice {
    return this.#room.state.class
  }

  get phase(): Phase {
    return this.slice.phase
  }

  get title(): string {
    return this.slice.title
  }

  get manages(): boolean {
    return this.#room.can('class.manage')
  }

  get moderates(): boolean {
    return this.#room.can('media.moderate')
  }

  /** ms since it started; null while it has not. */
  get elapsed(): number | null {
    const { startedAt } = this.slice
    if (this.phase !== 'live' || startedAt === null) return null
    return Math.max(0, this.#room.now - startedAt)
  }

  /** Minutes until it ends by itself, the last one to its end; null when nothing threatens. */
  get endsIn(): number | null {
    const { warning } = this.slice
    if (this.phase !== 'live' || warning === null) return null
    return Math.max(1, Math.round((warning.endsAt - this.#room.now) / minute))
  }

  /** Why nobody of the staff is here: none came yet, or they dropped or left; null while one is. */
  get unattended(): 'awaited' | 'dropped' | 'left' | null {
    if (this.phase !== 'live' || this.slice.unattendedSince === null) return null
    const staff = [...this.#room.state.people.values()].filter(({ role }) => isStaff(role))
    if (staff.length === 0) return 'awaited'
    return staff.some((person) => presence(person) === 'dropped') ? 'dropped' : 'left'
  }

  start(): Promise<boolean> {
    return this.#room.act('class.start', {})
  }

  end(): Promise<boolean> {
    return this.#room.act('class.end', {})
  }

  reopen(): Promise<boolean> {
    return this.#room.act('class.reopen', {})
  }

  get reopening(): boolean {
    return this.#room.busy('class.reopen', {})
  }

  get starting(): boolean {
    return this.#room.busy('class.start', {})
  }

  extend(minutes: number): Promise<boolean> {
    return this.#room.act('class.extend', { minutes })
  }

  forbids(permission: Forbidden): boolean {
    return this.slice.forbidden.includes(permission)
  }

  async flip(permission: Forbidden): Promise<boolean> {
    const forbidden = this.slice.forbidden as readonly Forbidden[]
    const next = this.forbids(permission)
      ? forbidden.filter((one) => one !== permission)
      : [...forbidden, permission]
    return this.#room.act('class.configure', { forbidden: next })
  }

  readonly #heard: readonly Source[] = $derived.by(() =>
    [...this.#room.state.sources.values()].filter(
      ({ kind, paused }) => kind === 'microphone' && paused === null,
    ),
  )

  /** How many microphones are open that are not staff’s. */
  readonly open: number = $derived.by(() => this.#heard.filter(({ role }) => !isStaff(role)).length)

  /** How many of others are open, staff’s too. */
  readonly openOfOthers: number = $derived.by(
    () => this.#heard.filter(({ participant }) => participant !== this.#room.me.participant).length,
  )

  muteAll(staff: boolean): Promise<boolean> {
    return this.#room.act('sources.mute', { participant: null, staff })
  }

  /** Undoes “mute all” by asking: nobody's microphone is opened but by themselves. */
  askToSpeak(participant: ParticipantId | null): void {
    this.#room.connection.signal('sources.ask', { participant })
  }
}
