// The room as the screen sees it: the folded state, the connection's state, who one is and what one may
// do. Features read it and send commands through it; it knows none of them.
import { SvelteSet } from 'svelte/reactivity'
import type {
  CommandName,
  InputOf,
  RequestInput,
  RequestName,
  RequestOutput,
  SignalData,
  SignalName,
} from '../../shared/contract/index.ts'
import type { CommandOutput } from '../../shared/contract/room.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { ParticipantId, SessionId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import { can, isStaff, type Permission, type Role } from '../../shared/roles.ts'
import { presence, type Person } from '../../shared/room/people.ts'
import { initialRoom, type RoomState } from '../../shared/room/state.ts'
import type { Viewer } from '../../shared/room/viewer.ts'
import type { Outcome } from '../connection/outbox.ts'
import type { RoomConnection, SendOptions } from '../connection/roomConnection.ts'
import type { ConnectionState } from '../connection/states.ts'

export interface Me {
  readonly participant: ParticipantId
  readonly name: string
  readonly role: Role
}

const tickMs = 1000
const seenWithinMs = 2000

export class Room {
  readonly me: Me
  readonly connection: RoomConnection<RoomState>
  /** Tells the person that something was refused. */
  readonly fail: (refusal: Refusal) => void
  readonly #undo: (() => void)[] = []
  readonly #busy = new SvelteSet<string>()
  #state = $state.raw<RoomState>(initialRoom)
  #status = $state.raw<ConnectionState>({ kind: 'connecting' })
  #waiting = $state(false)
  #sent = $state.raw<Viewer['sent']>(undefined)
  /** False until the first snapshot is there. */
  #ready = $state(false)
  #here = $state.raw<{ inside: number; waiting: number } | null>(null)
  #now = $state(Date.now())

  constructor(connection: RoomConnection<RoomState>, me: Me, fail: (refusal: Refusal) => void) {
    this.connection = connection
    this.me = me
    this.fail = fail
    this.#undo.push(
      connection.on('room', (state) => {
        this.#take(state)
      }),
      connection.on('status', (status) => {
        this.#status = status
      }),
      this.onSignal('room.here', (here) => {
        this.#here = here
      }),
    )
    const timer = setInterval(() => {
      this.#now = connection.clock.now()
    }, tickMs)
    this.#undo.push(() => {
      clearInterval(timer)
    })
  }

  get state(): RoomState {
    return this.#state
  }

  get status(): ConnectionState {
    return this.#status
  }

  get ready(): boolean {
    return this.#ready
  }

  /** Outside, until the class starts or somebody lets one in. */
  get waiting(): boolean {
    return this.#waiting
  }

  /** Why staff made one wait, where they did. */
  get sent(): Viewer['sent'] {
    return this.#sent
  }

  get session(): SessionId {
    return this.connection.session
  }

  /** The one clock, to the second. */
  get now(): number {
    return this.#now
  }

  readonly self: Person | undefined = $derived.by(() => this.#state.people.get(this.me.participant))
  readonly role: Role = $derived.by(() => this.self?.role ?? this.me.role)
  readonly staff: boolean = $derived.by(() => isStaff(this.role))
  readonly name: string = $derived.by(() => this.self?.name ?? this.me.name)

  get live(): boolean {
    return this.#state.class.phase === 'live'
  }

  readonly #known: number = $derived.by(() =>
    this.#state.people.count((person) => presence(person) === 'here'),
  )

  /** How many are inside: told by the server, or counted while it has not told. */
  get count(): number {
    return this.#here?.inside ?? Math.max(1, this.#known)
  }

  get waitingCount(): number {
    return this.#here?.waiting ?? 0
  }

  can(permission: Permission): boolean {
    return this.#may(permission, this.#state.class.forbidden)
  }

  /** One's role has it, even while staff has switched it off: its button keeps its place. */
  has(permission: Permission): boolean {
    return this.#may(permission, [])
  }

  /** Sends a command; a refusal is told to the person. True when it happened. */
  async act<Name extends CommandName>(name: Name, input: InputOf<Name>): Promise<boolean> {
    const key = busyKey(name, input)
    this.#busy.add(key)
    const outcome = await this.command(name, input)
    if (outcome.ok) await this.caughtUp(outcome.output)
    this.#busy.delete(key)
    if (!outcome.ok) this.fail(outcome.error)
    return outcome.ok
  }

  /** True while this very command waits for its answer. */
  busy<Name extends CommandName>(name: Name, input: InputOf<Name>): boolean {
    return this.#busy.has(busyKey(name, input))
  }

  command<Name extends CommandName>(
    name: Name,
    input: InputOf<Name>,
    options?: SendOptions,
  ): Promise<Outcome<CommandOutput>> {
    return this.connection.command(name, input, options)
  }

  request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<Outcome<RequestOutput<Name>>> {
    return this.connection.request(name, input)
  }

  onFacts(heard: (fact: Fact, fresh: boolean) => void): () => void {
    return this.connection.on('facts', (facts, fresh) => {
      for (const fact of facts) heard(fact, fresh)
    })
  }

  onSignal<Name extends SignalName>(
    name: Name,
    heard: (data: SignalData<Name>, from: ParticipantId | null) => void,
  ): () => void {
    return this.connection.on('signal', (message) => {
      if (message.name === name) heard(message.data as SignalData<Name>, message.from)
    })
  }

  close(): void {
    for (const undo of this.#undo.splice(0)) undo()
    this.connection.close()
  }

  /** What one did is seen before one may do it again: an answer comes before its facts. */
  async caughtUp({ facts }: CommandOutput): Promise<void> {
    const last = facts.at(-1)?.seq ?? 0
    if (this.connection.have.seq >= last) return
    await new Promise<void>((resolve) => {
      const seen = (): void => {
        if (this.connection.have.seq < last) return
        clearTimeout(timer)
        off()
        resolve()
      }
      const off = this.connection.on('room', seen)
      const timer = setTimeout(() => {
        off()
        resolve()
      }, seenWithinMs)
    })
  }

  #may(permission: Permission, forbidden: readonly Permission[]): boolean {
    const { granted = [], denied = [] } = this.self ?? {}
    const subject = { role: this.role, granted, denied }
    return can(subject, permission, { forbidden })
  }

  #take(state: RoomState): void {
    this.#state = state
    this.#waiting = this.connection.viewer?.kind === 'waiting'
    this.#sent = this.connection.viewer?.sent
    this.#ready = true
  }
}

function busyKey(name: string, input: unknown): string {
  return `${name} ${JSON.stringify(input)}`
}
