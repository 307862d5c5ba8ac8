// The pipes of one room on one router, made on demand and closed with the last source in them. Who wants
// what, and from where, the servers say; each of their requests may come twice, and from several at once.
import type { ActualRoom, PipeEnd, Place, SfuInput, SfuOutput } from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { Incarnation, SourceId } from '../shared/ids.ts'
import { Incoming, isSameEnd, Outgoing, type PipeParts } from './pipe.ts'
import type { NewSource, Sources } from './sources.ts'

export interface PipesParts extends PipeParts {
  readonly place: Place
  readonly sources: Pick<Sources, 'all' | 'get' | 'adopt'>
  /** A pipe in which there was no source for so long was opened in vain. */
  readonly vainMs: number
}

export class Pipes {
  readonly #parts: PipesParts
  readonly #in = new Map<Incarnation, Incoming>()
  readonly #out = new Map<Incarnation, Outgoing>()
  #looking = false

  constructor(parts: PipesParts) {
    this.#parts = parts
  }

  /** What leaves here, and for where. */
  get out(): { readonly source: SourceId; readonly to: Place }[] {
    return [...this.#out.values()].flatMap(({ to, sources }) =>
      sources.map((source) => ({ source, to })),
    )
  }

  /** For how long nothing passed each, as of the last look. */
  get ends(): ActualRoom['pipes'] {
    const { place: here } = this.#parts
    return [
      ...[...this.#in.values()].map(({ from, idle }) => ({ from, to: here, idleMs: idle.ms })),
      ...[...this.#out.values()].map(({ to, idle }) => ({ from: here, to, idleMs: idle.ms })),
    ]
  }

  /** With each report. */
  async look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    await Promise.all([...this.#in.values(), ...this.#out.values()].map(({ idle }) => idle.look()))
    this.#looking = false
    this.#closeVain()
  }

  /** The end here of what is to come from there. */
  async open({ from }: SfuInput<'pipe.open'>): Promise<SfuOutput<'pipe.open'>> {
    const { incarnation } = from
    const pipe = this.#in.get(incarnation) ?? new Incoming(this.#parts, from)
    this.#in.set(incarnation, pipe)
    try {
      return { end: await pipe.end() }
    } catch (error) {
      this.#forget(incarnation, pipe)
      throw error
    }
  }

  /** What came through a pipe goes no further: every pipe begins where the source is. */
  async offer({ to, end, sources }: SfuInput<'pipe.offer'>): Promise<SfuOutput<'pipe.offer'>> {
    const pipe = this.#outgoing(to, end)
    try {
      const here = await pipe.end()
      const offers = await Promise.all(sources.map((id) => this.#offer(pipe, id)))
      const missing = sources.filter((_, n) => offers[n] === null)
      return { end: here, offers: offers.filter((offer) => offer !== null), missing }
    } catch (error) {
      if (this.#out.get(to.incarnation) === pipe) this.#out.delete(to.incarnation)
      pipe.close()
      throw error
    }
  }

  async take({ from, end, offers }: SfuInput<'pipe.take'>): Promise<void> {
    const pipe = this.#in.get(from.incarnation)
    if (pipe === undefined || !(await pipe.bind(end))) {
      if (pipe) this.#forget(from.incarnation, pipe)
      throw new LyceumError('conflict', 'This pipe has another end; open it again.')
    }
    const brought = offers.map((offer): NewSource => {
      const { source: id, kind, owner, paused, heights = [] } = offer
      return { id, kind, owner, from, paused, heights, produce: pipe.bring(offer) }
    })
    await Promise.all(brought.map((source) => this.#parts.sources.adopt(source)))
  }

  /** Nobody there wants these any more. */
  close({ to: { incarnation }, sources }: SfuInput<'pipe.close'>): void {
    const pipe = this.#out.get(incarnation)
    if (pipe === undefined) return
    for (const source of sources) pipe.drop(source)
    if (pipe.sources.length > 0) return
    this.#out.delete(incarnation)
    pipe.close()
  }

  /** How much of these is taken there. */
  demand({ to: { incarnation }, demands }: SfuInput<'pipe.demand'>): void {
    const pipe = this.#out.get(incarnation)
    for (const demanded of demands) pipe?.demand(demanded)
  }

  /** The last source from there is gone. */
  emptied({ incarnation }: Place): void {
    const pipe = this.#in.get(incarnation)
    if (pipe) this.#forget(incarnation, pipe)
  }

  #closeVain(): void {
    const { sources, vainMs } = this.#parts
    const used = new Set(sources.all.map(({ from }) => from?.incarnation))
    for (const [incarnation, pipe] of this.#in)
      if (!used.has(incarnation) && pipe.idle.ms > vainMs) this.#forget(incarnation, pipe)
    for (const [incarnation, pipe] of this.#out) {
      if (pipe.sources.length > 0 || pipe.idle.ms <= vainMs) continue
      this.#out.delete(incarnation)
      pipe.close()
    }
  }

  #forget(incarnation: Incarnation, pipe: Incoming): void {
    if (this.#in.get(incarnation) === pipe) this.#in.delete(incarnation)
    pipe.close()
  }

  async #offer(pipe: Outgoing, id: SourceId) {
    const source = this.#parts.sources.get(id)
    if (source?.from !== null) return null
    // It may have closed while the worker answered.
    return await pipe.carry(source).catch(() => null)
  }

  /** Bound to that very end: another end means that the pipe before it is no more. */
  #outgoing(to: Place, end: PipeEnd): Outgoing {
    const known = this.#out.get(to.incarnation)
    if (known !== undefined && isSameEnd(known.remote, end)) return known
    known?.close()
    const fresh = new Outgoing(this.#parts, to, end)
    this.#out.set(to.incarnation, fresh)
    return fresh
  }
}
