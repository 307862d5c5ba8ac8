// A person in a test class: their browser's cookies, their connection (the client's own library), the
// room as they fold it, and everything they were told.
import type { Outcome } from '../../client/connection/outbox.ts'
import { RoomConnection, type SendOptions } from '../../client/connection/roomConnection.ts'
import type { Browser } from '../../server/http/testing/site.ts'
import type {
  CommandName,
  InputOf,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../shared/contract/index.ts'
import type { CommandOutput } from '../../shared/contract/room.ts'
import { LyceumError, type Refusal } from '../../shared/errors.ts'
import { newId, type ParticipantId, type SessionId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import type { Role } from '../../shared/roles.ts'
import { decodeRoom, evolveRoom, initialRoom, type RoomState } from '../../shared/room/state.ts'
import type { ViewKind } from '../../shared/room/viewer.ts'
import type { Line } from './line.ts'

/** What a client went through, in order. */
export type Heard =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[]; readonly fresh: boolean }
  /** Everything before is replaced by a state at `seq`. */
  | { readonly kind: 'reset'; readonly seq: number; readonly view: ViewKind }

export interface HeardSignal {
  readonly name: string
  readonly from: ParticipantId | null
  readonly data: unknown
  /** What view they had when it came. */
  readonly view: ViewKind
}

export interface PupilOptions {
  readonly browser: Browser
  readonly line: Line
  readonly role: Role
  readonly name: string
  readonly participant: ParticipantId
  readonly getToken: () => Promise<string>
  readonly session?: SessionId
}

const patience = 60_000

export class Pupil {
  readonly browser: Browser
  readonly line: Line
  readonly role: Role
  readonly name: string
  readonly participant: ParticipantId
  readonly connection: RoomConnection<RoomState>
  readonly heard: Heard[] = []
  readonly signals: HeardSignal[] = []
  readonly states: RoomConnection<RoomState>['state'][] = []
  readonly #waiting = new Set<() => void>()

  constructor({ browser, line, role, name, participant, getToken, session }: PupilOptions) {
    this.browser = browser
    this.line = line
    this.role = role
    this.name = name
    this.participant = participant
    this.connection = RoomConnection.open({
      dial: line.dial,
      fold: { initial: initialRoom, evolve: evolveRoom, decode: decodeRoom },
      session: session ?? newId<'session'>(),
      device: 'desktop',
      getToken,
    })
    this.#record()
  }

  get room(): RoomState {
    return this.connection.room
  }

  get session(): SessionId {
    return this.connection.session
  }

  get view(): ViewKind {
    return this.connection.viewer?.kind ?? 'waiting'
  }

  /** Texts of the chat as it stands on their screen; null where deleted. */
  get chat(): (string | null)[] {
    return this.room.chat.messages.map(({ text }) => text).toArray()
  }

  /** Resolves as soon as it holds; looked at whenever the connection heard anything. */
  async until(what: string, holds: (pupil: this) => boolean, ms = patience): Promise<void> {
    if (holds(this)) return
    await new Promise<void>((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer)
        this.#waiting.delete(look)
        end()
      }
      const look = () => {
        if (holds(this)) settle(resolve)
      }
      const timer = setTimeout(() => {
        const told = `${this.name} waited ${ms} ms in vain: ${what}`
        settle(() => {
          reject(new Error(`${told}; ${JSON.stringify(this.connection.state)}`))
        })
      }, ms)
      this.#waiting.add(look)
    })
  }

  untilOpen(): Promise<void> {
    return this.until('an open connection', ({ connection }) => connection.state.kind === 'open')
  }

  try<Name extends CommandName>(
    name: Name,
    input: InputOf<Name>,
    options?: SendOptions,
  ): Promise<Outcome<CommandOutput>> {
    return this.connection.command(name, input, options)
  }

  /** Throws the refusal. */
  async do<Name extends CommandName>(
    name: Name,
    input: InputOf<Name>,
    options?: SendOptions,
  ): Promise<CommandOutput> {
    return accepted(await this.try(name, input, options))
  }

  async ask<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name>> {
    return accepted(await this.connection.request(name, input))
  }

  say(text: string, options?: SendOptions): Promise<CommandOutput> {
    return this.do('chat.say', { text, replyTo: null }, options)
  }

  /** The refusal; throws when it was allowed. */
  async refusal<Name extends CommandName>(name: Name, input: InputOf<Name>): Promise<Refusal> {
    const outcome = await this.try(name, input)
    if (outcome.ok) throw new Error(`${this.name}: ${name} was not refused`)
    return outcome.error
  }

  /** Every fact they were told since the last replacement of their state. */
  get told(): Fact[] {
    const from = this.heard.findLastIndex(({ kind }) => kind === 'reset')
    return this.heard.slice(from + 1).flatMap((one) => (one.kind === 'facts' ? one.facts : []))
  }

  close(): void {
    this.connection.close()
  }

  #record(): void {
    const { connection } = this
    connection.on('facts', (facts, fresh) => {
      this.heard.push({ kind: 'facts', facts, fresh })
      this.#look()
    })
    connection.on('reset', () => {
      this.heard.push({ kind: 'reset', seq: connection.have.seq, view: this.view })
      this.#look()
    })
    connection.on('signal', (message) => {
      this.signals.push({ ...message, view: this.view })
      this.#look()
    })
    connection.on('status', (state) => {
      this.states.push(state)
      this.#look()
    })
  }

  #look(): void {
    for (const look of [...this.#waiting]) look()
  }
}

function accepted<Output>(outcome: Outcome<Output>): Output {
  if (outcome.ok) return outcome.output
  throw LyceumError.from(outcome.error)
}
