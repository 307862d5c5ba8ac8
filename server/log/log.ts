// One log on one node: its state, commands into it, facts out of it. How its commands reach the store
// is `commandQueue.ts`; how it learns what others appended is here.
import { LyceumError } from '../../shared/errors.ts'
import type { LogId } from '../../shared/ids.ts'
import type { Envelope, Fact, Position } from '../../shared/log.ts'
import { CommandQueue, type SubmitOutcome } from './commandQueue.ts'
import { catchUp, type CatchUp } from './catchUp.ts'
import type { Hint } from './hints.ts'
import type { LogHome } from './home.ts'
import { loadPlace } from './loading.ts'
import { revealAll } from './redaction.ts'
import type { Append, AppendOutcome, ReadBack, Search } from './store.ts'
import type { LogSpec } from './spec.ts'
import { samePosition, Timeline, type Batch, type Place, type Stop } from './timeline.ts'

/** Facts with `after < seq <= upto`, oldest first. */
export interface ReadOptions {
  readonly after: number
  readonly upto?: number
  readonly limit: number
}

export class Log<State, Command> {
  readonly id: LogId
  readonly #spec: LogSpec<State, Command>
  readonly #home: LogHome
  readonly #timeline: Timeline<State>
  readonly #queue: CommandQueue<State, Command>
  readonly #endListeners = new Set<(error: LyceumError) => void>()
  #confirmedAt: number
  #ended: LyceumError | null = null
  #syncing: Promise<void> | null = null
  #syncAgain: Promise<void> | null = null

  /** Made by `LogRegistry`, which loads `start`. */
  constructor(spec: LogSpec<State, Command>, home: LogHome, start: Place<State>) {
    this.id = spec.id
    this.#spec = spec
    this.#home = home
    this.#confirmedAt = home.clock.elapsed()
    const report = (error: unknown) => {
      home.recorder.failed('a listener of a log', error)
    }
    this.#timeline = new Timeline(spec.rules, start, report)
    this.#queue = new CommandQueue(spec, home, this)
  }

  get state(): State {
    return this.#timeline.state
  }

  get position(): Position {
    return this.#timeline.position
  }

  /** `clock.elapsed()` of the last moment at which this was surely the newest state. */
  get confirmedAt(): number {
    return this.#confirmedAt
  }

  /** Why this node serves the log no longer, or null. */
  get ended(): LyceumError | null {
    return this.#ended
  }

  /** True while commands wait or are on their way. */
  get busy(): boolean {
    return this.#queue.busy
  }

  /** False when this node may be cut off and must say "reconnecting". */
  isFresh(withinMs = 4_000): boolean {
    return this.#ended === null && this.#home.clock.elapsed() - this.#confirmedAt <= withinMs
  }

  /** Resolves once nothing that was submitted waits any longer. */
  async idle(): Promise<void> {
    await this.#queue.idle()
  }

  /** Answers after commit. The same key of the same actor has one effect and one answer. */
  submit(envelope: Envelope<Command>): Promise<SubmitOutcome> {
    if (this.#ended) return Promise.resolve({ ok: false, refusal: this.#ended.refusal })
    return this.#queue.submit(envelope)
  }

  /** Called in order, once for every step of the log, before the commands of it are answered. */
  subscribe(listener: (batch: Batch<State>) => void): Stop {
    return this.#timeline.subscribe(listener)
  }

  /** Called once when this node stops serving the log. */
  onEnd(listener: (error: LyceumError) => void): Stop {
    this.#endListeners.add(listener)
    return () => {
      this.#endListeners.delete(listener)
    }
  }

  /** Redacted facts, oldest first; never beyond what this node has folded. */
  async read({ after, upto, limit }: ReadOptions): Promise<Fact[]> {
    const end = Math.min(upto ?? Infinity, this.position.seq)
    const stored = await this.#home.store.read(this.id, { after, upto: end, limit })
    return revealAll(this.#spec.rules, stored)
  }

  /** With what redaction hides: for the rules alone, never for a reader. */
  async readHidden(seq: number): Promise<Fact[]> {
    const stored = await this.#home.store.read(this.id, { after: seq - 1, upto: seq, limit: 1 })
    return stored.map(({ raw }) => raw)
  }

  /** A page of older facts of these types, newest first. */
  async readBack(before: number, types: readonly string[], limit: number): Promise<Fact[]> {
    return this.readBackOf({ before, types, limit })
  }

  /** The same, perhaps of exactly one audience. */
  async readBackOf(range: ReadBack): Promise<Fact[]> {
    return revealAll(this.#spec.rules, await this.#home.store.readBack(this.id, range))
  }

  /** Facts whose text holds some words, newest first; what is redacted is never found. */
  async search(wanted: Search): Promise<Fact[]> {
    return revealAll(this.#spec.rules, await this.#home.store.search(this.id, wanted))
  }

  /** What a returning reader missed: see `catchUp.ts`. */
  catchUp(have: Position, sees: (fact: Fact) => boolean): Promise<CatchUp> {
    return catchUp(this, { have, sees, pull: (position) => this.#pull(position) })
  }

  /** Brings this node's copy to the store's top; whoever asks meanwhile gets the run after. */
  sync(): Promise<void> {
    if (this.#syncing === null) {
      this.#syncing = this.#pullAll().finally(() => {
        this.#syncing = null
      })
      return this.#syncing
    }
    const again = () => {
      this.#syncAgain = null
      return this.sync()
    }
    this.#syncAgain ??= this.#syncing.then(again, again)
    return this.#syncAgain
  }

  async #pullAll(): Promise<void> {
    for (;;) {
      if (this.#ended) return
      const asked = this.#home.clock.elapsed()
      const { position } = this
      const { continues, facts, more } = await this.#pull(position)
      if (!continues) {
        await this.#reload()
        return
      }
      if (!this.extend(position, facts) || more) continue
      this.confirm(asked)
      return
    }
  }

  async #pull(position: Position) {
    const pull = await this.#home.pull({ log: this.id, position })
    return { ...pull, facts: revealAll(this.#spec.rules, pull.facts) }
  }

  /** The store has another past than this node (a restored backup): take the store's. */
  async #reload(): Promise<void> {
    const asked = this.#home.clock.elapsed()
    const place = await this.#guarded(() => loadPlace(this.#spec, this.#home.store))
    if (place === null) return
    this.#home.recorder.reset()
    this.#timeline.restart(place)
    this.confirm(asked)
  }

  /** Adds facts that are surely in the log; false when they do not follow what is here. */
  extend(after: Position, facts: readonly Fact[]): boolean {
    if (this.#ended) return false
    try {
      return this.#timeline.extend(after, facts)
    } catch (error) {
      this.end(error)
      return false
    }
  }

  confirm(elapsed: number): void {
    this.#confirmedAt = Math.max(this.#confirmedAt, elapsed)
  }

  /** Another node's word of new facts, believed where it continues exactly from what is here. */
  hear(hint: Hint): void {
    if (hint.upto.seq <= this.position.seq) return
    if (samePosition(hint.after, this.position) && hint.facts.length > 0) {
      this.extend(hint.after, hint.facts)
      return
    }
    this.#home.recorder.gap()
    this.#syncQuietly()
  }

  /** The store's top, asked for at `asked`. */
  hearTop(top: Position, asked: number): void {
    if (samePosition(top, this.position)) this.confirm(asked)
    else this.#syncQuietly()
  }

  #syncQuietly(): void {
    this.sync().catch((error: unknown) => {
      // The next question for tops, in 2 s, tries again.
      this.#home.recorder.failed('pulling a log', error)
    })
  }

  /** For the flusher: the next append of this log, or null when there is nothing to append now. */
  take(limit: number): Append | null {
    return this.#ended ? null : this.#queue.take(limit)
  }

  settle(outcome: AppendOutcome | { readonly result: 'unknown' | 'rejected' }): void {
    this.#queue.settle(outcome)
  }

  /** Saves the state for the next who loads this log. */
  async saveSnapshot(): Promise<void> {
    if (this.position.seq === 0 || this.#ended) return
    const { rules } = this.#spec
    const { position, state } = this
    const at = this.#home.clock.now()
    await this.#home.store.saveSnapshot(this.id, rules.version, {
      position,
      at,
      state: rules.encode(state),
    })
    this.#home.recorder.snapshotSaved()
  }

  /** This node serves the log no longer. */
  end(cause: unknown): void {
    if (this.#ended) return
    if (!(cause instanceof LyceumError)) this.#home.recorder.failed('folding a log', cause)
    this.#ended = cause instanceof LyceumError ? cause : new LyceumError('internal')
    this.#queue.refuseAll(this.#ended.refusal)
    for (const listener of this.#endListeners) listener(this.#ended)
  }

  async #guarded<Result>(work: () => Promise<Result>): Promise<Result | null> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof LyceumError)) throw error
      this.end(error)
      return null
    }
  }
}
