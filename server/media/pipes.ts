// Brings sources to the nodes on which somebody wants them, from where they are published: three questions
// to two sfus, each asked once at a time here, and harmless when other servers ask them too.
import type {
  NodeReport,
  Place,
  SfuEvents,
  SfuInput,
  SfuOutput,
  SfuRequestName,
} from '../../shared/contract/sfu.ts'
import { namedSources } from '../../shared/contract/http/decisions.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { Incarnation, RoomId, SourceId } from '../../shared/ids.ts'
import type { Decisions } from './decisions.ts'
import type { StagedSource } from './plane.ts'

type PipeRequest = Extract<SfuRequestName, `pipe.${string}`>

export interface PipesParts {
  readonly ask: <N extends PipeRequest>(
    node: string,
    name: N,
    input: SfuInput<N>,
  ) => Promise<SfuOutput<N>>
  /** What a node said last; null when it never did. */
  readonly reportOf: (node: string) => NodeReport | null
  readonly decisions: Pick<Decisions, 'note'>
  readonly failed: (what: string, error: unknown) => void
}

interface Wanted {
  readonly room: RoomId
  /** Where it is wanted. */
  readonly to: Place
  readonly sources: readonly StagedSource[]
}

interface Brought {
  readonly to: Place
  readonly staged: StagedSource
  readonly done: Promise<void>
  readonly at: number
}

/** A pipe that just opened may not be in the next report yet, at either end. In ms. */
const settling = 10_000
/** A pipe whose other end is of an earlier life is opened anew at once. */
const attempts = 2

const keyOf = (room: RoomId, { incarnation }: Place, source: SourceId) =>
  `${room} ${incarnation} ${source}`

export class Pipes {
  readonly #parts: PipesParts
  readonly #brought = new Map<string, Brought>()
  /** Since when a pipe seems to lead nowhere. */
  readonly #astray = new Map<string, number>()

  constructor(parts: PipesParts) {
    this.#parts = parts
  }

  /** What cannot be brought now is left out: whoever wants it asks again. */
  async bring({ room, to, sources }: Wanted): Promise<void> {
    const fresh = sources.filter(({ source }) => !this.#brought.has(keyOf(room, to, source)))
    const byPlace = Object.groupBy(fresh, ({ incarnation }) => incarnation)
    for (const group of Object.values(byPlace)) if (group) this.#start(room, to, group)
    const known = sources.flatMap(({ source }) => this.#brought.get(keyOf(room, to, source)) ?? [])
    await Promise.allSettled(known.map(({ done }) => done))
  }

  /** It is not there, whatever was believed: the next who wants it has it brought again. */
  forget(room: RoomId, to: Place, sources: readonly SourceId[]): void {
    for (const source of sources) this.#brought.delete(keyOf(room, to, source))
  }

  onUnpiped({ room, from, to, sources }: SfuEvents['unpiped']): void {
    // All servers hear it; who brought it tells.
    const brought = sources.flatMap(
      (source) => this.#brought.get(keyOf(room, to, source))?.staged ?? [],
    )
    this.forget(room, to, sources)
    this.#close({ room, from, to, sources })
    this.#note('unpiped', { room, from, to, sources: brought })
  }

  /** How much of what is brought is taken; the node that brings it says it again. */
  onDemanded(demanded: SfuEvents['pipeDemanded']): void {
    this.#parts.ask(demanded.from.node, 'pipe.demand', demanded).catch((error: unknown) => {
      this.#parts.failed('telling what is taken of a pipe', error)
    })
  }

  onReport(report: NodeReport): void {
    this.#forgetUntold(report)
    const astray = new Set<string>()
    for (const { room, incarnation, pipedOut } of report.rooms) {
      const from = { node: report.node, incarnation }
      for (const { source, to } of pipedOut) {
        if (this.#arrives(room, source, to)) continue
        const key = `${from.incarnation} ${to.incarnation} ${source}`
        astray.add(key)
        const since = this.#astray.get(key) ?? performance.now()
        this.#astray.set(key, since)
        if (performance.now() - since > settling) this.#close({ room, from, to, sources: [source] })
      }
    }
    this.#keepAstray(report, astray)
  }

  /** Nothing of that run of a worker will be reported any more. */
  onLost(incarnation: Incarnation): void {
    for (const [key, { to }] of this.#brought)
      if (to.incarnation === incarnation) this.#brought.delete(key)
    for (const key of this.#astray.keys())
      if (key.startsWith(`${incarnation} `)) this.#astray.delete(key)
  }

  #start(room: RoomId, to: Place, group: readonly StagedSource[]): void {
    const [first] = group
    if (first === undefined) return
    const from = { node: first.node, incarnation: first.incarnation }
    const done = this.#pipe({ room, to, from, sources: group })
    done.catch((error: unknown) => {
      this.#parts.failed('piping sources', error)
    })
    for (const staged of group) {
      const key = keyOf(room, to, staged.source)
      const brought = { to, staged, done, at: performance.now() }
      this.#brought.set(key, brought)
      done.catch(() => {
        if (this.#brought.get(key) === brought) this.#brought.delete(key)
      })
    }
  }

  async #pipe(way: Way): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const missing = await this.#pipeOnce(way)
        this.forget(way.room, way.to, missing)
        const brought = way.sources.filter(({ source }) => !missing.includes(source))
        this.#note('piped', { ...way, sources: brought })
        return
      } catch (error) {
        const isStale = error instanceof LyceumError && error.code === 'conflict'
        if (!isStale || attempt === attempts) throw error
      }
    }
  }

  async #pipeOnce({ room, to, from, sources: staged }: Way): Promise<readonly SourceId[]> {
    const { ask } = this.#parts
    const sources = staged.map(({ source }) => source)
    const { end: wanting } = await ask(to.node, 'pipe.open', { room, from, to })
    const offered = await ask(from.node, 'pipe.offer', { room, from, to, end: wanting, sources })
    const { end, offers, missing } = offered
    await ask(to.node, 'pipe.take', { room, from, to, end, offers })
    return missing
  }

  #note(kind: 'piped' | 'unpiped', { room, from, to, sources }: Way): void {
    if (sources.length === 0) return
    const which = sources.slice(0, namedSources).map((one) => {
      const { participant, kind: of } = one
      return { participant, kind: of }
    })
    const ends = { from: from.node, to: to.node }
    this.#parts.decisions.note(room, { kind, ...ends, sources: sources.length, which })
  }

  #arrives(room: RoomId, source: SourceId, to: Place): boolean {
    const there = this.#parts.reportOf(to.node)
    // Nothing is known: a node that this server cannot hear may well be served by others.
    if (there === null) return true
    const { pipedIn = [] } =
      there.rooms.find((one) => one.room === room && one.incarnation === to.incarnation) ?? {}
    return pipedIn.some((one) => one.source === source)
  }

  #close(pipe: SfuInput<'pipe.close'>): void {
    this.#parts.ask(pipe.from.node, 'pipe.close', pipe).catch((error: unknown) => {
      // The report of that node, in 2 s, names it again.
      this.#parts.failed('closing a pipe', error)
    })
  }

  /** A report says what is there; what it does not name for long is not. */
  #forgetUntold({ node, rooms }: NodeReport): void {
    const there = new Set(
      rooms.flatMap(({ room, incarnation, pipedIn }) =>
        pipedIn.map(({ source }) => keyOf(room, { node, incarnation }, source)),
      ),
    )
    const oldest = performance.now() - settling
    for (const [key, { to, at }] of this.#brought)
      if (to.node === node && at < oldest && !there.has(key)) this.#brought.delete(key)
  }

  #keepAstray({ workers }: NodeReport, astray: ReadonlySet<string>): void {
    const here = new Set<string>(workers.map(({ incarnation }): Incarnation => incarnation))
    for (const key of this.#astray.keys()) {
      const [from = ''] = key.split(' ')
      if (here.has(from) && !astray.has(key)) this.#astray.delete(key)
    }
  }
}

interface Way {
  readonly room: RoomId
  readonly to: Place
  readonly from: Place
  readonly sources: readonly StagedSource[]
}
