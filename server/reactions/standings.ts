// What people say of the pace: one standing each, the newest wherever it was sent, for two minutes. Nodes
// tell each other whole standings, so that a person with devices on two nodes counts once. Pure.
import type { SignalData } from '../../shared/contract/index.ts'
import { paces } from '../../shared/contract/reactionLimits.ts'
import type { ParticipantId } from '../../shared/ids.ts'

export type Standing = SignalData<'reactions.standings'>['standings'][number]
export type Gauge = SignalData<'reactions.gauge'>

/** In ms. */
const heldFor = 120_000

/** `own`: sent to this node, which repeats it to the others. */
type Held = Standing & { readonly own: boolean }

export const nobody: Gauge = { slower: 0, faster: 0, lost: 0 }

export class Standings {
  readonly #held = new Map<ParticipantId, Held>()
  #untold = new Set<ParticipantId>()

  /** Newer than all that was known of the person, though clocks differ by a little. */
  press({ participant, pace, at }: Standing): void {
    const known = this.#held.get(participant)
    const newest = known === undefined ? at : Math.max(at, known.at + 1)
    this.#held.set(participant, { participant, pace, at: newest, own: true })
    this.#untold.add(participant)
  }

  /** What another node was told; older than what is known, it changes nothing. */
  hear(standings: readonly Standing[]): void {
    for (const standing of standings) {
      const known = this.#held.get(standing.participant)
      if (known === undefined || known.at < standing.at)
        this.#held.set(standing.participant, { ...standing, own: false })
    }
  }

  get isEmpty(): boolean {
    return this.#held.size === 0
  }

  get hasNews(): boolean {
    return this.#untold.size > 0
  }

  /** What the other nodes were not told yet; or all that is this node’s to tell. */
  news(all: boolean): Standing[] {
    const told = all ? [...this.#held.keys()] : [...this.#untold]
    const standings = told.flatMap((participant) => {
      const held = this.#held.get(participant)
      return held?.own === true ? [{ participant, pace: held.pace, at: held.at }] : []
    })
    this.#untold = new Set()
    return standings
  }

  forget(now: number): void {
    for (const [participant, { at }] of this.#held)
      if (at + heldFor <= now) this.#held.delete(participant)
  }

  /** How many of those who count say what. */
  gauge(now: number, counts: (participant: ParticipantId) => boolean): Gauge {
    this.forget(now)
    const gauge = { ...nobody }
    for (const { participant, pace } of this.#held.values())
      if (pace !== 'none' && counts(participant)) gauge[pace] += 1
    return gauge
  }
}

export function isSame(one: Gauge, other: Gauge): boolean {
  return paces.every((pace) => one[pace] === other[pace])
}
