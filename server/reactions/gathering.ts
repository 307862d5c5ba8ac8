// What one room's people send in passing, and when it is due to be told: bursts after 200 ms, the gauge at
// most once a second, news and repetitions for the other nodes, totals for the recording. Knows no timer.
import type { SignalData } from '../../shared/contract/index.ts'
import type { Emoji } from '../../shared/contract/reactionLimits.ts'
import { standingsLimit } from '../../shared/contract/reactions.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import { Burst, type BurstData, type Counts } from './burst.ts'
import { isSame, nobody, Standings, type Gauge, type Standing } from './standings.ts'

/** In ms. */
const gatheredFor = 200
const gaugeEvery = 1_000
/** The way between nodes loses some. */
const repeatEvery = 5_000
const countedFor = 5_000

export interface Told {
  burst(burst: BurstData): void
  gauge(gauge: Gauge): void
  /** To the other nodes. */
  gathered(burst: BurstData): void
  standings(standings: SignalData<'reactions.standings'>): void
  /** For the recording. */
  count(counts: Counts): void
}

/** Whether somebody's word on the pace counts at present. */
export type Counting = (participant: ParticipantId) => boolean

export class Gathering {
  readonly #told: Told
  /** Of all nodes, for this node's people; of this node alone, for the others and for the recording. */
  readonly #all = new Burst()
  readonly #own = new Burst()
  readonly #total = new Burst()
  readonly #standings = new Standings()
  #gauge: Gauge = nobody
  /** Somebody said something of the pace; a slow reader may have missed what was told. */
  #stirred = false
  #unsettled = false
  #lookedAt = -Infinity
  #gaugedAt = -Infinity
  #passedAt = -Infinity
  #repeatedAt = -Infinity

  constructor(told: Told) {
    this.#told = told
  }

  react(participant: ParticipantId, emoji: Emoji, now: number): void {
    for (const burst of [this.#all, this.#own, this.#total]) burst.add(participant, emoji, now)
  }

  hearGathered(burst: BurstData, now: number): void {
    this.#all.merge(burst, now)
  }

  press(standing: Standing): void {
    this.#standings.press(standing)
    this.#stirred = true
  }

  hearStandings(standings: readonly Standing[]): void {
    this.#standings.hear(standings)
    this.#stirred = true
  }

  gauge(now: number, counting: Counting): Gauge {
    return this.#standings.gauge(now, counting)
  }

  /** Nothing waits and nothing is held. */
  get isIdle(): boolean {
    const bursts = [this.#all, this.#own, this.#total]
    const told = isSame(this.#gauge, nobody) && !this.#unsettled
    return bursts.every(({ since }) => since === null) && this.#standings.isEmpty && told
  }

  /** Tells what is due. */
  look(now: number, counting: Counting): void {
    if (isDue(this.#all, now, gatheredFor)) this.#told.burst(this.#all.take())
    if (isDue(this.#own, now, gatheredFor)) this.#told.gathered(this.#own.take())
    if (isDue(this.#total, now, countedFor)) this.count()
    this.#pass(now)
    // Looked at every second too, because standings end and people go.
    const worth = this.#stirred || now - this.#lookedAt >= gaugeEvery
    if (worth && now - this.#gaugedAt >= gaugeEvery) this.#tellGauge(now, counting)
  }

  count(): void {
    const { counts } = this.#total.take()
    if (Object.keys(counts).length > 0) this.#told.count(counts)
  }

  #pass(now: number): void {
    const all = now - this.#repeatedAt >= repeatEvery
    if (!all && !(this.#standings.hasNews && now - this.#passedAt >= gatheredFor)) return
    this.#passedAt = now
    if (all) this.#repeatedAt = now
    const standings = this.#standings.news(all)
    for (let from = 0; from < standings.length; from += standingsLimit)
      this.#told.standings({ standings: standings.slice(from, from + standingsLimit) })
  }

  #tellGauge(now: number, counting: Counting): void {
    const gauge = this.gauge(now, counting)
    const changed = !isSame(gauge, this.#gauge)
    this.#stirred = false
    this.#lookedAt = now
    if (!changed && !this.#unsettled) return
    this.#gaugedAt = now
    this.#unsettled = changed
    this.#gauge = gauge
    this.#told.gauge(gauge)
  }
}

function isDue({ since }: Burst, now: number, after: number): boolean {
  return since !== null && now - since >= after
}
