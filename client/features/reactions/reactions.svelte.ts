// Reactions and pace feedback as the screen shows them: what floats, who reacted just now, what one said of
// the pace, and the gauge that staff see. Built with the class screen, so that the way in stays light.
import { createContext } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { SignalData } from '../../../shared/contract/index.ts'
import type { Emoji, Pace } from '../../../shared/contract/reactionLimits.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { floatsFor, withHeard, type Float } from './floats.ts'

export type Gauge = SignalData<'reactions.gauge'>
type Burst = SignalData<'reactions.burst'>

/** As long as the server holds it. In ms. */
const paceHeldFor = 120_000
/** Said to screen readers seldom, and not before the rest of a burst is there. In ms. */
const saidEvery = 10_000
const gatheredFor = 1_500

const nobody: Gauge = { slower: 0, faster: 0, lost: 0 }

export class Reactions {
  readonly #room: Room
  /** Nothing may move. */
  readonly #calm: () => boolean
  readonly #undo: (() => void)[]
  readonly #shown = new SvelteMap<ParticipantId, { emoji: Emoji; until: number }>()
  #floats = $state.raw<readonly Float[]>([])
  #gauge = $state.raw<Gauge>(nobody)
  #said = $state.raw<{ pace: Pace; until: number } | null>(null)
  #sweep: ReturnType<typeof setTimeout> | undefined
  #heard: Burst['counts'] = {}
  #news = $state.raw<Burst['counts'] | null>(null)
  #saying: ReturnType<typeof setTimeout> | undefined
  #saidAt = -Infinity
  /** The small set is open. */
  open = $state(false)

  constructor(room: Room, calm: () => boolean) {
    this.#room = room
    this.#calm = calm
    this.#undo = [
      room.onSignal('reactions.burst', (burst) => this.#hear(burst)),
      room.onSignal('reactions.gauge', (gauge) => (this.#gauge = gauge)),
      room.connection.on('reset', () => void this.#readGauge()),
      room.connection.on('status', ({ kind }) => {
        if (kind === 'open') void this.#readGauge()
      }),
    ]
    void this.#readGauge()
  }

  get floats(): readonly Float[] {
    return this.#floats
  }

  /** What came during the last seconds, to be said; seldom something new. */
  get news(): Burst['counts'] | null {
    return this.#news
  }

  get gauge(): Gauge {
    return this.#gauge
  }

  /** How many say something of the pace. */
  get total(): number {
    return this.#gauge.slower + this.#gauge.faster + this.#gauge.lost
  }

  get seesGauge(): boolean {
    return this.#room.live && this.#room.can('reactions.gauge')
  }

  get allowed(): boolean {
    return this.#room.live && this.#room.can('reactions.send')
  }

  /** Taken from oneself, not from all. */
  get isRestricted(): boolean {
    return this.#room.self?.denied.includes('reactions.send') === true
  }

  /** Not sent later: a reaction is of its moment. */
  get connected(): boolean {
    return this.#room.status.kind === 'open'
  }

  get pace(): Pace | null {
    const said = this.#said
    return said !== null && this.allowed && this.#room.now < said.until ? said.pace : null
  }

  /** What somebody sent a moment ago. */
  of(participant: ParticipantId): Emoji | null {
    return this.#shown.get(participant)?.emoji ?? null
  }

  send(emoji: Emoji): void {
    if (this.allowed) this.#room.connection.signal('reactions.send', { emoji })
  }

  /** The same again takes it back. */
  say(pace: Pace): void {
    if (!this.allowed || !this.connected) return
    const next = this.pace === pace ? null : pace
    this.#room.connection.signal('reactions.pace', { pace: next ?? 'none' })
    const until = this.#room.connection.clock.now() + paceHeldFor
    this.#said = next === null ? null : { pace: next, until }
  }

  close(): void {
    for (const undo of this.#undo) undo()
    clearTimeout(this.#sweep)
    clearTimeout(this.#saying)
  }

  #hear({ counts, people }: Burst): void {
    const now = performance.now()
    const heard = (Object.entries(counts) as [Emoji, number][]).map(([emoji, count]) => ({
      emoji,
      count,
      name: this.#onlyOne(people, emoji),
    }))
    this.#floats = withHeard(this.#floats, heard, { now, calm: this.#calm() })
    const until = now + floatsFor
    for (const { participant, emoji } of people) this.#shown.set(participant, { emoji, until })
    this.#sweepLater()
    for (const { emoji, count } of heard) this.#heard[emoji] = (this.#heard[emoji] ?? 0) + count
    this.#sayLater(now)
  }

  /** The name, where everything of a kind may be one person’s. */
  #onlyOne(people: Burst['people'], emoji: Emoji): string | null {
    const [one, ...others] = people.filter((each) => each.emoji === emoji)
    if (one === undefined || others.length > 0) return null
    return this.#room.state.people.get(one.participant)?.name ?? null
  }

  #sweepLater(): void {
    clearTimeout(this.#sweep)
    const ends = [...this.#floats, ...this.#shown.values()].map(({ until }) => until)
    if (ends.length === 0) return
    this.#sweep = setTimeout(
      () => {
        const now = performance.now()
        this.#floats = withHeard(this.#floats, [], { now, calm: false })
        for (const [participant, { until }] of this.#shown)
          if (until <= now) this.#shown.delete(participant)
        this.#sweepLater()
      },
      Math.max(20, Math.min(...ends) - performance.now()),
    )
  }

  #sayLater(now: number): void {
    this.#saying ??= setTimeout(
      () => {
        this.#saying = undefined
        this.#saidAt = performance.now()
        const counts = this.#heard
        this.#heard = {}
        this.#news = counts
      },
      Math.max(gatheredFor, this.#saidAt + saidEvery - now),
    )
  }

  async #readGauge(): Promise<void> {
    if (this.#room.connection.viewer?.kind !== 'staff') return
    const answer = await this.#room.request('reactions.readGauge', {})
    if (answer.ok) this.#gauge = answer.output
  }
}

export const [getReactions, setReactions] = createContext<Reactions>()
