// The nodes of a simulated cluster: what they carry, and what their reports, which are old, say of it.
import { consumersOf } from '../../../server/media/placement.ts'
import { shareOfConsumers } from '../../../shared/contract/sfu.ts'
import type { Class } from './day.ts'

export const workersPerNode = 4
/** Seconds between reports, and until one is heard and stands for what is. */
const reportEvery = 2
const delay = 3

interface Seated {
  /** People, by node. */
  readonly people: Map<number, number>
  /** Consumers of pipes, by node. */
  pipes: Map<number, number>
}

export class World {
  readonly consumers: Float64Array
  readonly #reports: Float64Array[] = []
  readonly #classes = new Map<Class, Seated>()

  constructor(nodes: number) {
    this.consumers = new Float64Array(nodes)
  }

  /** Of what each node takes, now. */
  get loads(): Float64Array {
    return this.consumers.map((consumers) => shareOfConsumers(consumers, workersPerNode))
  }

  /** By the newest report that was heard at this second. */
  reported(second: number, node: number): number {
    const heard = Math.floor((second - delay) / reportEvery)
    return this.#reports[Math.max(0, heard)]?.[node] ?? 0
  }

  /** How many are where: known at once, by the log of the class. */
  peopleOf(one: Class): ReadonlyMap<number, number> {
    return this.#classes.get(one)?.people ?? new Map()
  }

  put(one: Class, node: number): void {
    const seated: Seated = this.#classes.get(one) ?? { people: new Map(), pipes: new Map() }
    this.#classes.set(one, seated)
    seated.people.set(node, (seated.people.get(node) ?? 0) + 1)
    this.#add(node, consumersOf(one.size))
    this.#pipe(one, seated)
  }

  end(one: Class): void {
    const seated = this.#classes.get(one)
    if (seated === undefined) return
    for (const [node, people] of seated.people) this.#add(node, -people * consumersOf(one.size))
    for (const [node, pipes] of seated.pipes) this.#add(node, -pipes)
    this.#classes.delete(one)
  }

  tick(second: number): void {
    if (second % reportEvery === 0) this.#reports.push(this.loads)
  }

  #add(node: number, consumers: number): void {
    this.consumers[node] = (this.consumers[node] ?? 0) + consumers
  }

  /** Each node gets what its people look at from where it is published, in proportion. */
  #pipe({ size }: Class, seated: Seated): void {
    for (const [node, pipes] of seated.pipes) this.#add(node, -pipes)
    const here = seated.people.values().reduce((sum: number, people) => sum + people, 0)
    const looked = Math.min(here, 2 * consumersOf(size))
    const others = seated.people.size - 1
    seated.pipes = new Map(
      [...seated.people].map(([node, people]) => [node, others * looked * (people / here)]),
    )
    for (const [node, pipes] of seated.pipes) this.#add(node, pipes)
  }
}
