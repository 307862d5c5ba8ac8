// One person's connection to one room: dials, comes back by itself, folds frames into the room's state
// as this reader may see it, and carries commands, requests and signals. No DOM, no Svelte: bots,
// benches and tests use it as it is.
import type {
  CommandName,
  InputOf,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../shared/contract/index.ts'
import type { CommandOutput, Snapshot, Welcome } from '../../shared/contract/room.ts'
import type { Device } from '../../shared/device.ts'
import { errorCodes } from '../../shared/errorCodes.ts'
import { isRefusal, type Refusal } from '../../shared/errors.ts'
import { newId, type ParticipantId, type SessionId } from '../../shared/ids.ts'
import { origin, type Fact, type Frame, type Position } from '../../shared/log.ts'
import type { Viewer } from '../../shared/room/viewer.ts'
import { delayAsked, delayBefore } from './backoff.ts'
import { ServerClock } from './clock.ts'
import { Emitter, type Listener } from './emitter.ts'
import { Inquiries } from './inquiries.ts'
import { Outbox, type Outcome } from './outbox.ts'
import { agrees, stepFor } from './place.ts'
import type { Dial, Link, LinkEvents } from './port.ts'
import { mayPass, wantsToken, type ConnectionState } from './states.ts'
import { TokenKeeper } from './token.ts'
import { Watchdog } from './watchdog.ts'

/** How the room's state is made; a bot may fold nothing. */
export interface RoomFold<State> {
  readonly initial: State
  evolve(state: State, fact: Fact): State
  decode(json: unknown): State
}

export interface ConnectionOptions<State> {
  readonly dial: Dial
  readonly fold: RoomFold<State>
  readonly session: SessionId
  readonly device: Device
  /** Asked before the first attempt and whenever the token has run out; may throw a `LyceumError`. */
  readonly getToken: () => Promise<string>
  readonly random?: () => number
}

export interface ConnectionEvents<State> {
  status: [state: ConnectionState]
  /** The room changed: after every frame, snapshot and change of view. */
  room: [state: State]
  /** Facts as they were folded; `fresh` when they just happened rather than being caught up with. */
  facts: [facts: readonly Fact[], fresh: boolean]
  /** The state was replaced whole: what was kept beside it may have gaps. */
  reset: []
  /** Open, first or again. */
  open: [welcome: Welcome]
  signal: [message: { name: string; from: ParticipantId | null; data: unknown }]
}

export interface SendOptions {
  /** The same key on a retry by hand makes the retry harmless. */
  readonly key?: string
  readonly limitMs?: number
}

const commandLimitMs = 30_000
const requestLimitMs = 10_000
/** The server speaks at least every 4 s; silent for this long, the wire is dead. */
const silenceMs = 12_000
/** Frames that came too early are kept until what is missing was pulled. */
const earlyLimit = 64

export class RoomConnection<State> {
  readonly session: SessionId
  readonly clock = new ServerClock()
  readonly #options: ConnectionOptions<State>
  readonly #events = new Emitter<ConnectionEvents<State>>()
  readonly #outbox = new Outbox()
  readonly #inquiries = new Inquiries()
  #state: ConnectionState = { kind: 'connecting' }
  #room: State
  #viewer: Viewer | null = null
  #have: Position = origin
  #link: Link | null = null
  /** Rises with every attempt, so that late news of an earlier one is known as such. */
  #attempt = 0
  #failures = 0
  readonly #token: TokenKeeper
  readonly #silence = new Watchdog(silenceMs, () => {
    this.#down(null)
  })
  #pulling = false
  #early: Frame[] = []
  #redial: ReturnType<typeof setTimeout> | undefined

  private constructor(options: ConnectionOptions<State>) {
    this.#options = options
    this.session = options.session
    this.#token = new TokenKeeper(options.getToken)
    this.#room = options.fold.initial
  }

  static open<State>(options: ConnectionOptions<State>): RoomConnection<State> {
    const connection = new RoomConnection(options)
    void connection.#dial()
    return connection
  }

  get state(): ConnectionState {
    return this.#state
  }

  get room(): State {
    return this.#room
  }

  /** Who one is and what kind of view one has; null before the first snapshot. */
  get viewer(): Viewer | null {
    return this.#viewer
  }

  get have(): Position {
    return this.#have
  }

  on<Name extends keyof ConnectionEvents<State>>(
    name: Name,
    listener: Listener<ConnectionEvents<State>[Name]>,
  ): () => void {
    return this.#events.on(name, listener)
  }

  command<Name extends CommandName>(
    name: Name,
    input: InputOf<Name>,
    { key = newId(), limitMs = commandLimitMs }: SendOptions = {},
  ): Promise<Outcome<CommandOutput>> {
    if (this.#state.kind === 'closed') return Promise.resolve(this.#over())
    return this.#outbox.put({ name, key, input }, limitMs) as Promise<Outcome<CommandOutput>>
  }

  /** Waits for an open connection; is not repeated when that breaks before the answer. */
  request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    limitMs = requestLimitMs,
  ): Promise<Outcome<RequestOutput<Name>>> {
    if (this.#state.kind === 'closed') return Promise.resolve(this.#over())
    return this.#inquiries.ask({ name, input }, limitMs) as Promise<Outcome<RequestOutput<Name>>>
  }

  /** The room token, for what goes another way than over this connection. */
  token(): Promise<string> {
    return this.#token.get()
  }

  /** Volatile: lost when the connection is not open. */
  signal(name: string, data: unknown): void {
    if (this.#state.kind === 'open') this.#link?.signal({ name, input: data })
  }

  /** The network is back, or the page was opened again: no more waiting. */
  wake(): void {
    if (this.#state.kind !== 'reconnecting' || this.#state.nextAt === null) return
    this.#failures = 0
    void this.#dial()
  }

  close(reason: Refusal | null = null): void {
    if (this.#state.kind === 'closed') return
    this.#attempt += 1
    this.#hangUp()
    this.#enter({ kind: 'closed', reason })
    const error = this.#over().error
    this.#outbox.close(error)
    this.#inquiries.close(error)
    this.#events.clear()
  }

  #over(): { ok: false; error: Refusal } {
    const reason = this.#state.kind === 'closed' ? this.#state.reason : null
    const gone = { code: 'unavailable', message: errorCodes.unavailable.text } as const
    return { ok: false, error: reason ?? { ...gone, reason: 'closed' } }
  }

  #enter(state: ConnectionState): void {
    this.#state = state
    this.#events.emit('status', state)
  }

  async #dial(): Promise<void> {
    clearTimeout(this.#redial)
    const attempt = ++this.#attempt
    if (this.#state.kind === 'reconnecting') this.#enter({ ...this.#state, nextAt: null })
    let token
    try {
      token = await this.#token.get()
    } catch (error) {
      if (attempt === this.#attempt) this.#down(refusalOf(error))
      return
    }
    if (attempt !== this.#attempt) return
    const { session, device, dial } = this.#options
    const have = this.#viewer === null ? null : { at: this.#have, view: this.#viewer.kind }
    this.#link = dial({ token, session, device, have }, this.#hear(attempt))
    this.#silence.heard()
  }

  #hear(attempt: number): LinkEvents {
    const current =
      <Args extends readonly unknown[]>(heard: (...args: Args) => void) =>
      (...args: Args) => {
        if (attempt !== this.#attempt) return
        this.#silence.heard()
        heard(...args)
      }
    return {
      welcome: current((welcome) => {
        this.#welcome(welcome)
      }),
      frame: current((frame) => {
        this.#take(frame, true)
      }),
      view: current((snapshot) => {
        this.#replace(snapshot)
      }),
      top: current((top, now) => {
        this.clock.hear(now)
        if (!agrees(this.#have, top)) void this.#pull()
      }),
      signal: current((message) => {
        this.#events.emit('signal', message)
      }),
      goodbye: current((refusal) => {
        this.#down(refusal)
      }),
      down: current((refusal) => {
        this.#down(refusal)
      }),
    }
  }

  #welcome(welcome: Welcome): void {
    const link = this.#link
    if (link === null) return
    this.clock.hear(welcome.now)
    this.#failures = 0
    if (welcome.snapshot !== undefined) this.#replace(welcome.snapshot)
    if (welcome.frame !== undefined) this.#take(welcome.frame, false)
    this.#enter({ kind: 'open' })
    this.#events.emit('open', welcome)
    this.#outbox.attach(link)
    this.#inquiries.attach(link)
    this.#token.accepted(this.clock.now(), () => this.#renew())
  }

  #replace({ viewer, at, state }: Snapshot): void {
    this.#viewer = viewer
    this.#have = at
    this.#early = []
    this.#room = this.#options.fold.decode(state)
    this.#events.emit('reset')
    this.#events.emit('room', this.#room)
  }

  #take(frame: Frame, fresh: boolean): void {
    const step = stepFor(this.#have, frame)
    if (step.kind === 'ignore') return
    if (step.kind === 'pull') {
      this.#early = [...this.#early, frame].slice(-earlyLimit)
      void this.#pull()
      return
    }
    for (const fact of step.facts) this.#room = this.#options.fold.evolve(this.#room, fact)
    this.#have = step.have
    if (step.facts.length === 0) return
    this.#events.emit('room', this.#room)
    this.#events.emit('facts', step.facts, fresh)
  }

  async #pull(): Promise<void> {
    if (this.#pulling || this.#state.kind === 'closed') return
    this.#pulling = true
    const attempt = this.#attempt
    const answer = await this.request('room.pull', { have: this.#have })
    this.#pulling = false
    if (attempt !== this.#attempt) return
    // An unanswered pull is asked again with the next frame or the next top, 4 s away at most.
    if (!answer.ok) return
    const early = this.#early
    this.#early = []
    if (answer.output.snapshot !== undefined) this.#replace(answer.output.snapshot)
    if (answer.output.frame !== undefined) this.#take(answer.output.frame, false)
    for (const frame of early) this.#take(frame, true)
  }

  #down(refusal: Refusal | null): void {
    const stale = refusal !== null && wantsToken(refusal)
    const hopeless = stale ? this.#token.untried : refusal !== null && !mayPass(refusal)
    this.#attempt += 1
    this.#hangUp()
    if (hopeless) {
      this.close(refusal)
      return
    }
    if (stale) this.#token.discard()
    const { random = Math.random } = this.#options
    const asked = refusal?.retryAfter
    const delay =
      asked === undefined ? delayBefore(this.#failures, random()) : delayAsked(asked, random())
    this.#failures += 1
    this.#redial = setTimeout(() => void this.#dial(), delay)
    const nextAt = Date.now() + delay
    // What the server said last stands until it says something else.
    const why = refusal ?? (this.#state.kind === 'reconnecting' ? this.#state.why : null)
    this.#enter({ kind: 'reconnecting', failures: this.#failures - 1, nextAt, why })
  }

  #hangUp(): void {
    clearTimeout(this.#redial)
    this.#silence.stop()
    this.#token.stop()
    this.#outbox.detach()
    this.#inquiries.detach()
    this.#early = []
    this.#link?.close()
    this.#link = null
  }

  async #renew(): Promise<string | null> {
    const answer = await this.request('room.renew', {})
    return answer.ok ? answer.output.token : null
  }
}

/** What a failed token fetch means: a refusal it carries, or a server out of reach. */
function refusalOf(error: unknown): Refusal | null {
  if (typeof error !== 'object' || error === null) return null
  if ('refusal' in error && typeof error.refusal === 'object' && error.refusal !== null) {
    return isRefusal(error.refusal) ? error.refusal : null
  }
  return isRefusal(error) ? error : null
}
