// Questions to a node that are on their way, by their numbers: each is answered, refused, or given up in time.
import type {
  NodeContract,
  NodeInput,
  NodeOutput,
  NodeRequestName,
} from '../contract/nodeContract.ts'
import { LyceumError } from '../errors.ts'

interface Pending {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: LyceumError) => void
}

export interface Question<C extends NodeContract, N extends NodeRequestName<C>> {
  readonly id: number
  readonly name: N
  readonly input: NodeInput<C, N>
}

export class Questions<C extends NodeContract> {
  readonly #contract: C
  readonly #pending = new Map<number, Pending>()
  /** Beside what the node may take, in ms. */
  readonly #detour: number
  #lastId = 0

  constructor(contract: C, detour = 0) {
    this.#contract = contract
    this.#detour = detour
  }

  /** Rejects with the refusal, or `unavailable` when no answer comes in time. */
  async ask<N extends NodeRequestName<C>>(
    name: N,
    input: NodeInput<C, N>,
    send: (question: Question<C, N>) => void,
  ): Promise<NodeOutput<C, N>> {
    const { name: node, requests } = this.#contract
    const asked = requests[name]
    if (asked === undefined) throw new LyceumError('unknown', `A ${node} is not asked ${name}.`)
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#pending.set(id, { resolve, reject })
    const late = setTimeout(() => {
      reject(new LyceumError('unavailable', `The ${node} did not answer ${name} in time.`))
    }, asked.timeLimitMs + this.#detour)
    send({ id, name, input })
    const output = await promise.finally(() => {
      clearTimeout(late)
      this.#pending.delete(id)
    })
    const parsed = asked.output.safeParse(output)
    if (!parsed.success)
      throw new LyceumError('internal', `The ${node} answered ${name} strangely.`)
    return parsed.data as NodeOutput<C, N>
  }

  answer(id: number, output: unknown): void {
    this.#pending.get(id)?.resolve(output)
  }

  refuse(id: number, error: LyceumError): void {
    this.#pending.get(id)?.reject(error)
  }

  /** Nobody is there to answer any more. */
  giveUp(): void {
    for (const { reject } of this.#pending.values()) reject(new LyceumError('unavailable'))
  }
}
