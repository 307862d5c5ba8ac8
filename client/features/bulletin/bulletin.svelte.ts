// What staff shows to everybody for a while: the clock and announcements.
import type { AnnouncementId } from '../../../shared/ids.ts'
import type { Announcement } from '../../../shared/room/announcements.ts'
import { reading, type Clock } from '../../../shared/room/timer.ts'
import type { Room } from '../../classroom/room.svelte.ts'

/** A countdown that is over is shown to whoever cannot stop it for so long. In ms. */
const overShownFor = 120_000

export class Bulletin {
  readonly #room: Room
  readonly #undo: () => void
  draft = $state('')
  /** A clock or an announcement is being set. */
  setting = $state<'timer' | 'announcement' | null>(null)

  /** `ended` is told when a countdown that one saw running is over. */
  constructor(room: Room, ended: () => void) {
    this.#room = room
    let before = Infinity
    this.#undo = $effect.root(() => {
      $effect(() => {
        const left = this.clock?.kind === 'countdown' ? this.reads : Infinity
        if (left === 0 && before > 0 && before < Infinity) ended()
        before = left
      })
    })
  }

  readonly announcements: readonly Announcement[] = $derived.by(() => {
    const { participant } = this.#room.me
    const { standing } = this.#room.state.announcements
    return standing.filter(({ dismissed }) => !dismissed.has(participant)).toArray()
  })

  get manages(): boolean {
    return this.#room.live && this.#room.can('timer.manage')
  }

  readonly clock: Clock | null = $derived.by(() => {
    const { clock } = this.#room.state.timer
    if (clock === null || this.#room.can('timer.manage')) return clock
    const over = clock.kind === 'countdown' && clock.at !== null
    return over && this.#room.now > clock.at + overShownFor ? null : clock
  })

  /** In ms. */
  get reads(): number {
    return this.clock === null ? 0 : reading(this.clock, this.#room.now)
  }

  get isOver(): boolean {
    return this.clock?.kind === 'countdown' && this.reads === 0
  }

  start(seconds: number | null): Promise<boolean> {
    return this.#room.act('timer.start', { seconds })
  }

  extend(seconds: number): Promise<boolean> {
    return this.#room.act('timer.extend', { seconds })
  }

  act(what: 'pause' | 'resume' | 'stop'): Promise<boolean> {
    return this.#room.act(`timer.${what}`, {})
  }

  announce(text: string): Promise<boolean> {
    return this.#room.act('announcements.make', { text })
  }

  /** The newest of one's own making, to take back. */
  get newest(): Announcement | undefined {
    return this.#room.state.announcements.standing.last()
  }

  withdraw(announcement: AnnouncementId): Promise<boolean> {
    return this.#room.act('announcements.withdraw', { announcement })
  }

  dismiss(announcement: AnnouncementId): Promise<boolean> {
    return this.#room.act('announcements.dismiss', { announcement })
  }

  close(): void {
    this.#undo()
  }
}
