// What servers do for each other at media nodes: one whose wire to a node is cut asks through a server that
// hears it, and is told by that one what the node tells. Nothing here is promised: questions have time limits.
import { z } from 'zod'
import { refusal } from '../../shared/channel/frames.ts'
import { Questions } from '../../shared/channel/questions.ts'
import {
  isSfuEvent,
  sfuContract,
  sfuEvents,
  sfuRequests,
  type SfuEventName,
  type SfuEvents,
  type SfuInput,
  type SfuOutput,
  type SfuRequestName,
} from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'

const names = z.array(z.string()).max(1_000)
const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hearing'), from: z.string(), hears: names, misses: names }),
  z.object({
    kind: z.literal('question'),
    from: z.string(),
    to: z.string(),
    id: z.number(),
    node: z.string(),
    name: z.string(),
    input: z.unknown(),
  }),
  z.object({
    kind: z.literal('answer'),
    to: z.string(),
    id: z.number(),
    output: z.unknown(),
    error: refusal.optional(),
  }),
  z.object({ kind: z.literal('event'), node: z.string(), name: z.string(), data: z.unknown() }),
])
export type EnvoyMessage = z.infer<typeof message>
type Message<Kind extends EnvoyMessage['kind']> = Extract<EnvoyMessage, { kind: Kind }>

/** For the way over the other server, beside what the node may take. In ms. */
const detour = 500
/** A server that says nothing for so long hears nothing. In ms. */
const silence = 3_000

export interface EnvoysParts {
  /** Of this server's run. */
  readonly self: () => string
  readonly now: () => number
  /** Nodes that this server hears, and those it should but does not. */
  readonly hears: () => readonly string[]
  readonly misses: () => readonly string[]
  /** By this server's own wire. */
  readonly ask: <N extends SfuRequestName>(
    node: string,
    name: N,
    input: SfuInput<N>,
  ) => Promise<unknown>
  readonly heard: <N extends SfuEventName>(node: string, name: N, data: SfuEvents[N]) => void
}

interface Hearing {
  readonly hears: ReadonlySet<string>
  readonly misses: ReadonlySet<string>
  readonly at: number
}

export class Envoys {
  /** To all other servers; goes nowhere until there are some. */
  send: (message: EnvoyMessage) => void = () => undefined
  readonly #parts: EnvoysParts
  readonly #others = new Map<string, Hearing>()
  readonly #questions = new Questions(sfuContract, detour)

  constructor(parts: EnvoysParts) {
    this.#parts = parts
  }

  /** What this server hears, for the others. */
  tell(): void {
    const { self, hears, misses } = this.#parts
    this.send({ kind: 'hearing', from: self(), hears: [...hears()], misses: [...misses()] })
  }

  reaches(node: string): boolean {
    return this.#of(node) !== undefined
  }

  async ask<N extends SfuRequestName>(
    node: string,
    name: N,
    input: SfuInput<N>,
  ): Promise<SfuOutput<N>> {
    const to = this.#of(node)
    if (to === undefined) throw new LyceumError('unavailable')
    const from = this.#parts.self()
    return this.#questions.ask(name, input, (question) => {
      this.send({ kind: 'question', from, to, node, ...question })
    })
  }

  /** What this server was told, for those who miss the node: by the first of all who hear it. */
  pass<N extends SfuEventName>(node: string, name: N, data: SfuEvents[N]): void {
    const fresh = this.#fresh()
    if (!fresh.some(([, { misses }]) => misses.has(node))) return
    const hearing = fresh.filter(([, { hears }]) => hears.has(node)).map(([server]) => server)
    const first = [...hearing, this.#parts.self()].toSorted()[0]
    if (first === this.#parts.self()) this.send({ kind: 'event', node, name, data })
  }

  /** Of another server; a newer one may say what this one does not understand. */
  hear(said: unknown): void {
    const parsed = message.safeParse(said)
    if (parsed.success) (this.#hearing[parsed.data.kind] as (m: EnvoyMessage) => void)(parsed.data)
  }

  readonly #hearing: { readonly [Kind in EnvoyMessage['kind']]: (said: Message<Kind>) => void } = {
    hearing: ({ from, hears, misses }) => {
      const at = this.#parts.now()
      this.#others.set(from, { hears: new Set(hears), misses: new Set(misses), at })
    },
    question: (said) => void this.#answer(said),
    answer: ({ to, id, output, error }) => {
      if (to !== this.#parts.self()) return
      if (error === undefined) this.#questions.answer(id, output)
      else this.#questions.refuse(id, LyceumError.from(error))
    },
    event: ({ node, name, data }) => {
      if (!isSfuEvent(name) || !this.#parts.misses().includes(node)) return
      const parsed = sfuEvents[name].safeParse(data)
      if (parsed.success) this.#parts.heard(node, name, parsed.data)
    },
  }

  #fresh(): [server: string, Hearing][] {
    const oldest = this.#parts.now() - silence
    for (const [server, { at }] of this.#others) if (at < oldest) this.#others.delete(server)
    return [...this.#others]
  }

  #of(node: string): string | undefined {
    const hearing = this.#fresh().filter(([, { hears }]) => hears.has(node))
    return hearing.map(([server]) => server).toSorted()[0]
  }

  async #answer({ from, to, id, node, name, input }: Message<'question'>): Promise<void> {
    if (to !== this.#parts.self() || !Object.hasOwn(sfuRequests, name)) return
    try {
      const output = await this.#parts.ask(node, name as SfuRequestName, input as never)
      this.send({ kind: 'answer', to: from, id, output })
    } catch (error) {
      const { code, message: text } =
        error instanceof LyceumError ? error.refusal : new LyceumError('internal').refusal
      this.send({ kind: 'answer', to: from, id, output: null, error: { code, message: text } })
    }
  }
}
