// The trial of a network, step by step: what was tried, how it went, and what a firewall would have to let
// through. Runs when it is made and whenever it is asked again.
import type { Api } from '../../api/api.ts'
import { refusalOf } from '../../api/explain.ts'
import {
  addressesOf,
  reachByRelay,
  reachLive,
  reachMedia,
  reachServer,
  type Protocol,
  type Reached,
  type Trial,
} from './reach.ts'

export const stepNames = ['server', 'live', 'udp', 'tcp', 'relay'] as const
export type StepName = (typeof stepNames)[number]

export type StepState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'good'; readonly ms: number }
  | { readonly kind: 'bad' }
  /** It cannot be tried, such as a relay where there is none. */
  | { readonly kind: 'none' }
  /** Too many try just now: nothing is known. */
  | { readonly kind: 'busy' }

type Steps = Readonly<Record<StepName, StepState>>

const waiting: Steps = {
  server: { kind: 'waiting' },
  live: { kind: 'waiting' },
  udp: { kind: 'waiting' },
  tcp: { kind: 'waiting' },
  relay: { kind: 'waiting' },
}

/** What the steps together mean. Pure. */
export type Verdict =
  'running' | 'good' | 'tcpOnly' | 'relayOnly' | 'noMedia' | 'busy' | 'noLive' | 'noServer'

export function verdictOf(steps: Steps): Verdict {
  if (Object.values(steps).some(({ kind }) => kind === 'waiting' || kind === 'running'))
    return 'running'
  const works = (name: StepName): boolean => steps[name].kind === 'good'
  if (!works('server')) return 'noServer'
  if (!works('live')) return 'noLive'
  if (steps.udp.kind === 'busy') return 'busy'
  if (works('udp')) return 'good'
  if (works('tcp')) return 'tcpOnly'
  return works('relay') ? 'relayOnly' : 'noMedia'
}

export class Checkup {
  readonly #api: Pick<Api, 'call'>
  #steps = $state.raw<Steps>(waiting)
  #trial = $state.raw<Trial | null>(null)
  #running = false

  constructor(api: Pick<Api, 'call'>) {
    this.#api = api
    void this.run()
  }

  get steps(): Steps {
    return this.#steps
  }

  get verdict(): Verdict {
    return verdictOf(this.#steps)
  }

  /** Where media is expected. */
  addresses(protocol: Protocol): string[] {
    return this.#trial === null ? [] : addressesOf(this.#trial, protocol)
  }

  async run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.#steps = waiting
    await Promise.all([this.#step('server', reachServer), this.#step('live', reachLive)])
    const trial = await this.#ask()
    this.#trial = trial === 'busy' ? null : trial
    if (trial === 'busy') this.#leave()
    else await this.#tryMedia(trial)
    this.#running = false
  }

  /** Null where nothing can be tried. */
  #ask(): Promise<Trial | 'busy' | null> {
    return this.#api
      .call('media.try', { body: {} })
      .catch((error: unknown) => (refusalOf(error).code === 'rateLimited' ? 'busy' : null))
  }

  #leave(): void {
    for (const name of ['udp', 'tcp', 'relay'] as const) this.#set(name, { kind: 'busy' })
  }

  async #tryMedia(trial: Trial | null): Promise<void> {
    const by = (protocol: Protocol) => () =>
      trial === null ? Promise.resolve(null) : reachMedia(trial, protocol)
    await Promise.all([
      this.#step('udp', by('udp')),
      this.#step('tcp', by('tcp')),
      this.#tryRelay(trial),
    ])
  }

  async #tryRelay(trial: Trial | null): Promise<void> {
    if (trial === null || trial.iceServers.length === 0) this.#set('relay', { kind: 'none' })
    else await this.#step('relay', () => reachByRelay(trial))
  }

  async #step(name: StepName, attempt: () => Promise<Reached>): Promise<void> {
    this.#set(name, { kind: 'running' })
    const ms = await attempt()
    this.#set(name, ms === null ? { kind: 'bad' } : { kind: 'good', ms })
  }

  #set(name: StepName, state: StepState): void {
    this.#steps = { ...this.#steps, [name]: state }
  }
}
