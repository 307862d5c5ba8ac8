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
  type TriedNode,
} from './reach.ts'

export const protocols = ['udp', 'tcp'] as const
export const ways = [...protocols, 'relay'] as const
export type Way = (typeof ways)[number]
export const stepNames = ['server', 'live', ...ways] as const
export type StepName = (typeof stepNames)[number]

export type StepState =
  | { readonly kind: 'waiting' }
  /** Of so many media nodes so many were tried. */
  | { readonly kind: 'running'; readonly tried: number; readonly of: number }
  | { readonly kind: 'good'; readonly ms: number }
  /** So many media nodes were reached and not all. */
  | { readonly kind: 'some'; readonly reached: number; readonly of: number }
  | { readonly kind: 'bad' }
  /** It cannot be tried, such as a relay where there is none. */
  | { readonly kind: 'none' }
  /** Too many try just now: nothing is known. */
  | { readonly kind: 'busy' }

type Steps = Readonly<Record<StepName, StepState>>

/** A media node: where it is expected, and by which way it was reached so far. */
export interface NodeReach {
  readonly addresses: Readonly<Record<Protocol, readonly string[]>>
  /** What is missing is being tried, or cannot be. */
  readonly by: Readonly<Partial<Record<Way, Reached>>>
}

/** What a way’s trial on all nodes comes to; the slowest counts. Pure. */
export function stepOf(nodes: readonly NodeReach[], way: Way): StepState {
  const of = nodes.length
  const tried = nodes.flatMap(({ by }) => (by[way] === undefined ? [] : [by[way]]))
  if (tried.length < of) return { kind: 'running', tried: tried.length, of }
  const times = tried.filter((ms) => ms !== null)
  if (times.length === 0) return { kind: 'bad' }
  if (times.length < of) return { kind: 'some', reached: times.length, of }
  return { kind: 'good', ms: Math.max(...times) }
}

export type Verdict =
  | 'running'
  | 'good'
  | 'tcpOnly'
  | 'relayOnly'
  | 'someMedia'
  | 'noMedia'
  | 'busy'
  | 'noLive'
  | 'noServer'

/** What the steps together mean: people may be put on any node. Pure. */
export function verdictOf(steps: Steps, nodes: readonly NodeReach[]): Verdict {
  if (Object.values(steps).some(({ kind }) => kind === 'waiting' || kind === 'running'))
    return 'running'
  if (steps.server.kind !== 'good') return 'noServer'
  if (steps.live.kind !== 'good') return 'noLive'
  if (steps.udp.kind === 'busy') return 'busy'
  const reachedBy = (some: readonly Way[]) =>
    nodes.filter(({ by }) => some.some((way) => typeof by[way] === 'number')).length
  const all = nodes.length
  if (reachedBy(ways) === 0) return 'noMedia'
  if (reachedBy(ways) < all) return 'someMedia'
  if (reachedBy(['udp']) === all) return 'good'
  return reachedBy(protocols) === all ? 'tcpOnly' : 'relayOnly'
}

const waiting = { kind: 'waiting' } as const
const once = { kind: 'running', tried: 0, of: 1 } as const

export class Checkup {
  readonly #api: Pick<Api, 'call'>
  #steps = $state.raw<Steps>({ ...stepsOfMedia(waiting), server: waiting, live: waiting })
  #nodes = $state.raw<readonly NodeReach[]>([])
  #running = false

  constructor(api: Pick<Api, 'call'>) {
    this.#api = api
    void this.run()
  }

  get steps(): Steps {
    return this.#steps
  }

  /** Those that take people, in no order. */
  get nodes(): readonly NodeReach[] {
    return this.#nodes
  }

  get verdict(): Verdict {
    return verdictOf(this.#steps, this.#nodes)
  }

  async run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.#nodes = []
    this.#set({ ...stepsOfMedia(waiting), server: once, live: once })
    await Promise.all([this.#step('server', reachServer), this.#step('live', reachLive)])
    const trial = await this.#ask()
    if (trial === 'busy') this.#set(stepsOfMedia({ kind: 'busy' }))
    else if (trial === null)
      this.#set({ ...stepsOfMedia({ kind: 'bad' }), relay: { kind: 'none' } })
    else await this.#tryMedia(trial)
    this.#running = false
  }

  /** Null where nothing can be tried. */
  #ask(): Promise<Trial | 'busy' | null> {
    return this.#api
      .call('media.try', { body: {} })
      .catch((error: unknown) => (refusalOf(error).code === 'rateLimited' ? 'busy' : null))
  }

  /** All nodes side by side. */
  async #tryMedia(trial: Trial): Promise<void> {
    const tried = trial.iceServers.length === 0 ? protocols : ways
    this.#nodes = trial.nodes.map((node) => ({
      addresses: { udp: addressesOf(node, 'udp'), tcp: addressesOf(node, 'tcp') },
      by: {},
    }))
    this.#set({ relay: { kind: 'none' } })
    this.#sum(tried)
    const attempts = trial.nodes.flatMap((node, at) =>
      tried.map(async (way) => {
        this.#reached(at, way, await attempt(node, way, trial))
        this.#sum([way])
      }),
    )
    await Promise.all(attempts)
  }

  #reached(at: number, way: Way, ms: Reached): void {
    this.#nodes = this.#nodes.map((node, n) =>
      n === at ? { ...node, by: { ...node.by, [way]: ms } } : node,
    )
  }

  #sum(tried: readonly Way[]): void {
    this.#set(Object.fromEntries(tried.map((way) => [way, stepOf(this.#nodes, way)])))
  }

  async #step(name: StepName, attempt: () => Promise<Reached>): Promise<void> {
    const ms = await attempt()
    this.#set({ [name]: ms === null ? { kind: 'bad' } : { kind: 'good', ms } })
  }

  #set(states: Partial<Steps>): void {
    this.#steps = { ...this.#steps, ...states }
  }
}

const stepsOfMedia = (state: StepState) => ({ udp: state, tcp: state, relay: state })

const attempt = (node: TriedNode, way: Way, trial: Trial): Promise<Reached> =>
  way === 'relay' ? reachByRelay(node, trial) : reachMedia(node, way)
