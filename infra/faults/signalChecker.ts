// Judges what went by in passing: everything was told only to whom the contract says, and no reaction and no
// word on the pace was told or counted that nobody who may had sent. Part of `checker.ts`.
import {
  signals,
  type BodyOf,
  type SignalData,
  type SignalName,
} from '../../shared/contract/index.ts'
import type { Emoji, Pace } from '../../shared/contract/reactionLimits.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import { rolePermissions } from '../../shared/roles.ts'
import type { HeardSignal } from '../wire/pupil.ts'
import type { LoggedFact } from '../wire/truth.ts'
import type { Recording } from './recording.ts'

type Burst = SignalData<'reactions.burst'>
type Gauge = SignalData<'reactions.gauge'>

type Passed = Pick<Recording, 'name' | 'actor' | 'role' | 'signalled' | 'signals' | 'gauges'>

export function checkSignals(log: readonly LoggedFact[], recordings: readonly Passed[]): string[] {
  const sent = new Reactions(recordings)
  return [
    ...checkCounted(log, sent),
    ...recordings.flatMap(({ name, signals: heard, gauges }) =>
      [
        ...heard.flatMap((one) => [...flawOf(one), ...untrue(one, sent)]),
        ...gauges.flatMap(({ view, gauge }) => [
          ...(view === 'staff' ? [] : [`the gauge, by asking, as ${view}`]),
          ...overstated(gauge, sent),
        ]),
      ].map((flaw) => `${name} was told ${flaw}`),
    ),
  ]
}

/** What was sent by those who may. */
class Reactions {
  readonly taps = new Map<Emoji, number>()
  readonly #tapped = new Set<string>()
  readonly #paced = new Map<Pace | 'any', Set<ParticipantId>>()

  constructor(recordings: readonly Passed[]) {
    for (const { actor, role, signalled } of recordings)
      if (rolePermissions[role].includes('reactions.send'))
        for (const { name, data } of signalled) this.#add(actor, name, data)
  }

  tapped(participant: ParticipantId, emoji: Emoji): boolean {
    return this.#tapped.has(participant + emoji)
  }

  /** How many people ever said so. */
  paced(pace: Pace | 'any'): number {
    return this.#paced.get(pace)?.size ?? 0
  }

  #add(actor: ParticipantId, name: SignalName, data: unknown): void {
    if (name === 'reactions.send') {
      const { emoji } = data as SignalData<'reactions.send'>
      this.#tapped.add(actor + emoji)
      this.taps.set(emoji, (this.taps.get(emoji) ?? 0) + 1)
    }
    if (name !== 'reactions.pace') return
    const { pace } = data as SignalData<'reactions.pace'>
    if (pace === 'none') return
    for (const one of [pace, 'any'] as const)
      this.#paced.set(one, (this.#paced.get(one) ?? new Set()).add(actor))
  }
}

const mayHear = {
  all: ['member', 'staff'],
  staff: ['staff'],
  one: ['waiting', 'member', 'staff'],
  nodes: [],
} as const satisfies Record<string, readonly HeardSignal['view'][]>

function flawOf({ name, view }: HeardSignal): string[] {
  const may: readonly string[] = mayHear[signals[name as SignalName].to]
  return may.includes(view) ? [] : [`${name}, as ${view}`]
}

function untrue({ name, data }: HeardSignal, sent: Reactions): string[] {
  if (name === 'reactions.gauge') return overstated(data as Gauge, sent)
  if (name !== 'reactions.burst') return []
  return (data as Burst).people
    .filter(({ participant, emoji }) => !sent.tapped(participant, emoji))
    .map(({ participant, emoji }) => `that ${participant} sent ${emoji}`)
}

/** A person counts once, and only for what they said. */
function overstated({ slower, faster, lost }: Gauge, sent: Reactions): string[] {
  const counts = { slower, faster, lost, any: slower + faster + lost }
  return (Object.entries(counts) as [Pace | 'any', number][])
    .filter(([pace, count]) => count > sent.paced(pace))
    .map(([pace, count]) => `that ${count} say ${pace}, and ${sent.paced(pace)} ever did`)
}

/** Some are lost with a node; none is counted twice. */
function checkCounted(log: readonly LoggedFact[], { taps }: Reactions): string[] {
  const counted = new Map<Emoji, number>()
  for (const { type, body } of log) {
    if (type !== 'reactions.counted') continue
    const { counts } = body as BodyOf<'reactions.counted'>
    for (const [emoji, count] of Object.entries(counts) as [Emoji, number][])
      counted.set(emoji, (counted.get(emoji) ?? 0) + count)
  }
  return [...counted]
    .filter(([emoji, count]) => count > (taps.get(emoji) ?? 0))
    .map(([emoji, count]) => `the log has ${count} ${emoji} of ${taps.get(emoji) ?? 0}`)
}
