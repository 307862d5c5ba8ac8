// Questions to an sfu that are on their way, by their numbers: each is answered, refused, or given up in time.
import {
  sfuRequests,
  type SfuInput,
  type SfuOutput,
  type SfuRequestName,
} from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'

interface Pending {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: LyceumError) => void
}

export interface Question<N extends SfuRequestName> {
  readonly id: number
  readonly name: N
  readonly input: SfuInput<N>
}

export class Questions {
  readonly #pending = new Map<number, Pending>()
  /** Beside what the node may take, in ms. */
  readonly #detour: number
  #lastId = 0

  constructor(detour = 0) {
    this.#detour = detour
  }

  /** Rejects with the refusal, or `unavailable` when no answer comes in time. */
  async ask<N extends SfuRequestName>(
    name: N,
    input: SfuInput<N>,
    send: (question: Question<N>) => void,
  ): Promise<SfuOutput<N>> {
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#pending.set(id, { resolve, reject })
    const late = setTimeout(() => {
      reject(new LyceumError('unavailable', `The sfu did not answer ${name} in time.`))
    }, sfuRequests[name].timeLimitMs + this.#detour)
    send({ id, name, input })
    const output = await promise.finally(() => {
      clearTimeout(late)
      this.#pending.delete(id)
    })
    const parsed = sfuRequests[name].output.safeParse(output)
    if (!parsed.success) throw new LyceumError('internal', `The sfu answered ${name} strangely.`)
    return parsed.data as SfuOutput<N>
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
