// The commands of one log on one node, from submission to answer. At most one batch is on its way; what
// comes meanwhile waits. A batch that loses its race is decided again on the newer state.
//
// Exactness: a command is answered with facts only when the store took them or has them under its key;
// it is refused only on a state that was the newest after it was submitted, and only after the store said
// that its key has no facts.
import { LyceumError, refuse, type Refusal } from '../../shared/errors.ts'
import type { LogId } from '../../shared/ids.ts'
import type { Envelope, Fact, Position } from '../../shared/log.ts'
import type { Stop } from '../clock.ts'
import { authorsOf } from './authors.ts'
import { decideBatch, type Decided, type Pending } from './decideBatch.ts'
import type { Flushable } from './flusher.ts'
import { freshId } from './freshIds.ts'
import type { LogHome } from './home.ts'
import type { LogSpec } from './spec.ts'
import { revealAll } from './redaction.ts'
import type { Append, AppendOutcome, NewFact } from './store.ts'
import { samePosition } from './timeline.ts'

/** The facts of that very command (none when it changed nothing), or why not. */
export type SubmitOutcome =
  | { readonly ok: true; readonly facts: readonly Fact[] }
  | { readonly ok: false; readonly refusal: Refusal }

interface Submission<Command> extends Pending<Command> {
  readonly submittedAt: number
  /** Where the log stood when an attempt was made whose outcome nobody learned. */
  doubt: Position | null
  readonly answer: (outcome: SubmitOutcome) => void
  readonly fail: (error: unknown) => void
}

interface Flight<Command> {
  readonly append: Append
  readonly decided: readonly Decided<Submission<Command>>[]
  readonly takenAt: number
}

/** What the queue sees of its log. */
export interface QueueOwner<State> extends Flushable {
  readonly id: LogId
  readonly state: State
  readonly position: Position
  readonly confirmedAt: number
  extend(after: Position, facts: readonly Fact[]): boolean
  confirm(elapsed: number): void
  sync(): Promise<void>
}

const commandsPerBatch = 256
const longestQueue = 5_000
/** After so long without the store a command is answered `unavailable`; its key makes a retry safe. */
const patienceMs = 8_000
const firstPauseMs = 50
const longestPauseMs = 1_000

const away = refuse('unavailable', undefined, 'store-away')

function nameOf({ actor, key }: Envelope<unknown>): string {
  return `${actor} ${key}`
}

function toFacts(facts: readonly NewFact[], at: number): Fact[] {
  return facts.map(({ key: _, ordinal: __, redacts: ___, ...fact }) => ({ ...fact, at }))
}

export class CommandQueue<State, Command> {
  readonly #spec: LogSpec<State, Command>
  readonly #home: LogHome
  readonly #owner: QueueOwner<State>
  /** Answers on their way, so that a repeated command joins its first. */
  readonly #answers = new Map<string, Promise<SubmitOutcome>>()
  #waiting: Submission<Command>[] = []
  #flight: Flight<Command> | null = null
  #recovering = false
  /** After a batch that the store can never hold: one command at a time finds the culprit. */
  #alone = 0
  #cancelPause: Stop = () => undefined

  constructor(spec: LogSpec<State, Command>, home: LogHome, owner: QueueOwner<State>) {
    this.#spec = spec
    this.#home = home
    this.#owner = owner
  }

  get busy(): boolean {
    return this.#answers.size > 0
  }

  async idle(): Promise<void> {
    while (this.#answers.size > 0) await Promise.allSettled(this.#answers.values())
  }

  submit(envelope: Envelope<Command>): Promise<SubmitOutcome> {
    const name = nameOf(envelope)
    const known = this.#answers.get(name)
    if (known) return known
    if (this.#waiting.length >= longestQueue) {
      return Promise.resolve({ ok: false, refusal: refuse('unavailable', undefined, 'busy') })
    }
    const answer = this.#enqueue(envelope).finally(() => this.#answers.delete(name))
    this.#answers.set(name, answer)
    this.#home.wake(this.#owner)
    return answer
  }

  #enqueue(envelope: Envelope<Command>): Promise<SubmitOutcome> {
    return new Promise((answer, fail) => {
      const submittedAt = this.#home.clock.elapsed()
      this.#waiting.push({ id: freshId(), envelope, submittedAt, doubt: null, answer, fail })
    })
  }

  /** The next append, decided on the state of now; null when nothing can or need be appended. */
  take(limit: number): Append | null {
    if (this.#flight || this.#recovering || this.#waiting.length === 0) return null
    const { id, state, position } = this.#owner
    const now = this.#home.clock.now()
    const alone = this.#alone > 0 || this.#spec.oneByOne === true
    const batch = decideBatch(
      this.#spec.rules,
      { state, position, waiting: this.#waiting },
      { now, commands: alone ? 1 : commandsPerBatch, facts: limit },
    )
    this.#waiting = this.#waiting.slice(batch.decided.length)
    if (this.#alone > 0) this.#alone -= 1
    if (batch.facts.length === 0) {
      this.#settleWithout(batch.decided)
      return null
    }
    const due = this.#due(batch.state, now)
    const append: Append = {
      log: id,
      kind: this.#spec.kind,
      after: position,
      facts: batch.facts,
      due,
    }
    const takenAt = this.#home.clock.elapsed()
    this.#flight = { append, decided: batch.decided, takenAt }
    return append
  }

  #due(state: State, now: number): number | null {
    try {
      return this.#spec.due(state, now)
    } catch (error) {
      this.#home.recorder.failed('finding when a log is due', error)
      return null
    }
  }

  settle(outcome: AppendOutcome | { readonly result: 'unknown' | 'rejected' }): void {
    const flight = this.#flight
    if (flight === null) return
    this.#flight = null
    switch (outcome.result) {
      case 'won':
        this.#won(flight, outcome.at)
        break
      case 'lost':
        this.#home.recorder.conflict()
        this.#putBack(flight)
        // A hint may have brought what was missing; if it did not bring all, the next try loses too.
        if (this.#owner.position.seq <= flight.append.after.seq) void this.#recover([])
        break
      case 'known':
        this.#putBack(flight)
        void this.#recover(submissionsOf(flight))
        break
      case 'unknown':
        for (const submission of submissionsOf(flight)) submission.doubt ??= flight.append.after
        this.#putBack(flight)
        void this.#recover(submissionsOf(flight))
        break
      case 'rejected':
        this.#rejected(flight)
        break
    }
    this.#wakeIfWaiting()
  }

  #won({ append, decided, takenAt }: Flight<Command>, at: number): void {
    const { log, after } = append
    const facts = toFacts(append.facts, at)
    const last = facts.at(-1)
    // Without effect when a pull has brought these facts already.
    if (!this.#owner.extend(after, facts)) void this.#owner.sync().catch(() => undefined)
    this.#owner.confirm(takenAt)
    if (last) this.#home.publish({ log, after, upto: { seq: last.seq, id: last.id }, facts })
    this.#home.recorder.appended(facts.length)
    for (const { submission, verdict } of decided) {
      if (!('facts' in verdict) || verdict.facts.length === 0) continue
      this.#answer(submission, { ok: true, facts: toFacts(verdict.facts, at) })
    }
    this.#answerWithout(decided)
  }

  /** Nothing to append: what was decided on a state that may be old is decided again on a newer one. */
  #settleWithout(decided: readonly Decided<Submission<Command>>[]): void {
    const isOld = ({ submission }: Decided<Submission<Command>>) =>
      submission.submittedAt > this.#owner.confirmedAt
    const old = decided.filter(isOld)
    this.#answerWithout(decided.filter((one) => !isOld(one)))
    if (old.length === 0) {
      this.#wakeIfWaiting()
      return
    }
    this.#waiting = [...old.map(({ submission }) => submission), ...this.#waiting]
    void this.#recover([])
  }

  /** Refusals and commands that change nothing: the store must first say that their key is new. */
  #answerWithout(decided: readonly Decided<Submission<Command>>[]): void {
    for (const { submission, verdict } of decided) {
      if ('error' in verdict) submission.fail(verdict.error)
      else if ('refusal' in verdict)
        void this.#answerUnlessKnown(submission, { ok: false, refusal: verdict.refusal })
      else if (verdict.facts.length === 0)
        void this.#answerUnlessKnown(submission, { ok: true, facts: [] })
    }
  }

  async #answerUnlessKnown(submission: Submission<Command>, outcome: SubmitOutcome): Promise<void> {
    // An attempt of unknown outcome may still be under way while the log stands where it was tried.
    const doubtful = submission.doubt && samePosition(submission.doubt, this.#owner.position)
    try {
      const facts = await this.#factsOf(submission)
      if (facts.length > 0) this.#answer(submission, { ok: true, facts })
      else this.#answer(submission, doubtful ? { ok: false, refusal: away } : outcome)
    } catch (error) {
      this.#home.recorder.failed('looking up a key', error)
      this.#answer(submission, { ok: false, refusal: away })
    }
  }

  async #factsOf({ envelope }: Submission<Command>): Promise<Fact[]> {
    const log = this.#owner.id
    const found = await Promise.all(
      authorsOf(envelope).map(({ actor, key }) => this.#home.byKey({ log, actor, key })),
    )
    return revealAll(this.#spec.rules, found.flat())
  }

  #rejected(flight: Flight<Command>): void {
    const submissions = submissionsOf(flight)
    const [only] = submissions
    if (submissions.length > 1 || only === undefined) {
      this.#putBack(flight)
      this.#alone = submissions.length
      return
    }
    const refusal = new LyceumError('invalid', 'This cannot be stored.').refusal
    void this.#answerUnlessKnown(only, { ok: false, refusal })
  }

  #putBack(flight: Flight<Command>): void {
    this.#waiting = [...submissionsOf(flight), ...this.#waiting]
  }

  /** Learns what the store has, until it answers; then what is left is decided again. */
  async #recover(asked: readonly Submission<Command>[]): Promise<void> {
    if (this.#recovering) return
    this.#recovering = true
    let pause = firstPauseMs
    while (!(await this.#learn(asked))) {
      this.#giveUpOld()
      await this.#pause(pause)
      pause = Math.min(pause * 2, longestPauseMs)
    }
    this.#recovering = false
    this.#wakeIfWaiting()
  }

  async #learn(asked: readonly Submission<Command>[]): Promise<boolean> {
    try {
      await this.#owner.sync()
      const found = await Promise.all(asked.map((submission) => this.#factsOf(submission)))
      asked.forEach((submission, index) => {
        const facts = found[index] ?? []
        if (facts.length === 0 || !this.#waiting.includes(submission)) return
        this.#waiting = this.#waiting.filter((other) => other !== submission)
        this.#answer(submission, { ok: true, facts })
      })
      return true
    } catch (error) {
      this.#home.recorder.failed('learning what a lost flush did', error)
      return false
    }
  }

  #giveUpOld(): void {
    const oldest = this.#home.clock.elapsed() - patienceMs
    const { old = [], young = [] } = Object.groupBy(this.#waiting, ({ submittedAt }) =>
      submittedAt < oldest ? 'old' : 'young',
    )
    this.#waiting = young
    for (const submission of old) this.#answer(submission, { ok: false, refusal: away })
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#home.clock.delay(ms, resolve)
      this.#cancelPause = () => {
        cancel()
        resolve()
      }
    })
  }

  /** The log ends here: nothing waits any longer. */
  refuseAll(refusal: Refusal): void {
    const left = [...(this.#flight ? submissionsOf(this.#flight) : []), ...this.#waiting]
    this.#flight = null
    this.#waiting = []
    this.#cancelPause()
    for (const submission of left) this.#answer(submission, { ok: false, refusal })
  }

  #answer(submission: Submission<Command>, outcome: SubmitOutcome): void {
    const waited = this.#home.clock.elapsed() - submission.submittedAt
    this.#home.recorder.acknowledged(waited / 1_000)
    submission.answer(outcome)
  }

  #wakeIfWaiting(): void {
    if (this.#waiting.length > 0 && !this.#recovering) this.#home.wake(this.#owner)
  }
}

function submissionsOf<Command>({ decided }: Flight<Command>): Submission<Command>[] {
  return decided.map(({ submission }) => submission)
}
