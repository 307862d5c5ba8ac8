// What of the class goes out to whoever watches: there is something to watch, how it is shown here, and for staff how
// its encoder does. The player comes when there is something for it.
import { untrack } from 'svelte'
import type { SignalData } from '../../../shared/contract/index.ts'
import type { InputHealth, RefusalReason } from '../../../shared/contract/recorder/input.ts'
import type { BroadcastId } from '../../../shared/ids.ts'
import type { Broadcast as Current, BroadcastSlice } from '../../../shared/room/broadcast.ts'
import { placeOf } from '../../../shared/room/breakouts.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { Stage } from '../stage/stage.svelte.ts'
import type { Screening } from './screening.svelte.ts'

/** Of a broadcast that is over its last picture stays so long, in ms. */
const overShownFor = 30_000
/** What an encoder's health was so long ago says nothing of it now, in ms. */
const healthHolds = 7_000
/** Lines of the picture for whoever saves data. */
const small = 360

interface Health {
  readonly broadcast: BroadcastId
  readonly health: InputHealth
  readonly at: number
}

/** What this needs to know of what others decide. */
interface BroadcastParts {
  readonly room: Room
  readonly stage: Pick<Stage, 'elsewhere' | 'focus' | 'following' | 'saving'>
  /** This device plays what the class says. */
  readonly sounds: () => boolean
  readonly loudspeaker: () => string | null
}

export class Broadcast {
  readonly #room: Room
  readonly #stage: BroadcastParts['stage']
  readonly #undo: readonly (() => void)[]
  #screening = $state.raw<Screening | null>(null)
  /** The part of the page that plays did not come. */
  #undelivered = $state(false)
  /** This person looks at it though the class looks elsewhere. */
  #wanted = $state(false)
  #health = $state.raw<Health | null>(null)
  #refused = $state.raw<{ readonly reason: RefusalReason; readonly at: number } | null>(null)
  #opening: BroadcastId | null = null
  #leaving: ReturnType<typeof setTimeout> | undefined
  /** The dialog with encoders' addresses and keys. */
  shown = $state(false)

  constructor({ room, stage, sounds, loudspeaker }: BroadcastParts) {
    this.#room = room
    this.#stage = stage
    this.#undo = [
      room.onSignal('broadcast.health', (heard) => {
        this.#hear(heard)
      }),
      room.onSignal('broadcast.refused', ({ reason }) => {
        this.#refused = { reason, at: room.connection.clock.now() }
      }),
      $effect.root(() => {
        $effect(() => {
          const { current } = this
          untrack(() => {
            this.#follow(current)
          })
        })
        $effect(() => {
          this.#screening?.player.interrupt(this.interrupted)
        })
        $effect(() => {
          this.#screening?.player.voice.hush(!sounds())
        })
        $effect(() => void this.#screening?.player.voice.route(loudspeaker()))
        $effect(() => {
          this.#screening?.player.limit(this.#stage.saving.mode === 'off' ? null : small)
        })
      }),
    ]
  }

  get slice(): BroadcastSlice {
    return this.#room.state.broadcast
  }

  /** What one can watch: those in a breakout room are with their group. */
  readonly current: Current | null = $derived.by(() => {
    const { breakouts, broadcast } = this.#room.state
    const isInside = this.#room.ready && !this.#room.waiting && this.#room.status.kind !== 'closed'
    const isApart = placeOf(breakouts, this.#room.me.participant) !== null
    return isInside && !isApart ? broadcast.current : null
  })

  /** Its encoder is away. */
  get interrupted(): boolean {
    return (this.slice.current?.interruptedAt ?? null) !== null
  }

  /** Null while nothing is watched, and while its player comes. */
  get screening(): Screening | null {
    return this.#screening
  }

  get undelivered(): boolean {
    return this.#undelivered
  }

  /** There is a picture to be seen: of what goes out, or the last one of what did. */
  readonly seen: boolean = $derived.by(() => this.current !== null || this.#screening !== null)

  /** Why what is still seen is over; null while it is not. */
  readonly over: BroadcastSlice['past'][number]['reason'] | null = $derived.by(() =>
    this.#screening !== null && this.slice.current === null
      ? (this.slice.past.at(-1)?.reason ?? 'lost')
      : null,
  )

  /** Where the picture stands: as a shared screen does, unless staff or this person look elsewhere. */
  placeBeside(board: boolean): 'stage' | 'strip' | null {
    if (!this.seen) return null
    if (this.#wanted) return 'stage'
    const { elsewhere, focus, following } = this.#stage
    const isFocus = (elsewhere ?? focus).kind === 'auto' && !following
    return isFocus && !board ? 'stage' : 'strip'
  }

  /** One looks at it though the class looks elsewhere. */
  get wanted(): boolean {
    return this.#wanted
  }

  want(wanted: boolean): void {
    this.#wanted = wanted
  }

  /** The browser wants a tap before it plays sound. */
  get blocked(): boolean {
    return this.#screening?.sight.blocked ?? false
  }

  unblock(): void {
    this.#screening?.player.voice.mute(false)
  }

  get manages(): boolean {
    return this.#room.can('broadcast.manage')
  }

  /** Null while nothing comes, and where one may not know. */
  readonly health: InputHealth | null = $derived.by(() => {
    const { current } = this.slice
    if (this.#health === null || current?.broadcast !== this.#health.broadcast) return null
    return this.#room.now - this.#health.at < healthHolds ? this.#health.health : null
  })

  /** The last time an encoder was sent away, since one came in. */
  get refused(): { readonly reason: RefusalReason; readonly at: number } | null {
    return this.#refused
  }

  stop(): Promise<boolean> {
    return this.#room.act('broadcast.stop', {})
  }

  get stopping(): boolean {
    return this.#room.busy('broadcast.stop', {})
  }

  /** Another try to fetch the player. */
  retry(): void {
    if (this.current !== null) void this.#open(this.current)
  }

  /** The last picture of what is over goes. */
  dismiss(): void {
    clearTimeout(this.#leaving)
    this.#screening?.close()
    this.#screening = null
    this.#opening = null
    this.#wanted = false
  }

  close(): void {
    for (const undo of this.#undo) undo()
    this.dismiss()
  }

  #follow(current: Current | null): void {
    clearTimeout(this.#leaving)
    if (current === null) {
      const isOver = this.slice.current === null && this.#screening !== null
      if (isOver) this.#leaving = setTimeout(() => this.dismiss(), overShownFor)
      else this.dismiss()
    } else if (this.#opening !== current.broadcast) {
      this.dismiss()
      void this.#open(current)
    }
  }

  async #open(broadcast: Current): Promise<void> {
    this.#opening = broadcast.broadcast
    this.#undelivered = false
    try {
      const { Screening } = await import('./screening.svelte.ts')
      if (this.#opening !== broadcast.broadcast || this.#screening !== null) return
      const { clock } = this.#room.connection
      this.#screening = new Screening({
        broadcast,
        ask: () => this.#ask(),
        now: () => clock.now(),
      })
    } catch {
      this.#undelivered = true
    }
  }

  async #ask(): Promise<{ token: string; expiresAt: number } | null> {
    const answer = await this.#room.request('broadcast.watch', {})
    return answer.ok ? answer.output : null
  }

  #hear({ broadcast, health }: SignalData<'broadcast.health'>): void {
    this.#health = { broadcast, health, at: this.#room.connection.clock.now() }
  }
}
