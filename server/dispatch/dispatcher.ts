// The one way in for what clients send: parse → authorise → limit → decide → append → reply. Everything
// a client can cause to throw is caught here, and nowhere else on this path.
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { checked } from '../../shared/contract/checked.ts'
import {
  commands,
  requests,
  signals,
  type CommandName,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  type SignalName,
} from '../../shared/contract/index.ts'
import { call, type Answer, type CommandOutput } from '../../shared/contract/room.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import { mayDo } from '../../shared/room/standing.ts'
import type { Member } from '../rooms/outlet.ts'
import type { Room } from '../rooms/room.ts'
import type { Limits, Spender } from './limits.ts'

/** Who sends: a connection that is in a room. */
export interface Sender {
  readonly room: Room
  readonly member: Member
}

export type RequestHandlers = {
  readonly [Name in RequestName]: (
    sender: Sender,
    input: RequestInput<Name>,
  ) => Promise<RequestOutput<Name>>
}

export interface DispatcherParts {
  readonly handlers: RequestHandlers
  /** The participant's name in what they take part in unknown; null where they are known. */
  readonly blind: (
    room: Room,
    subject: string,
    participant: ParticipantId,
  ) => Promise<string | null>
  readonly limits: Limits
  /** A volatile message that is allowed; the room passes it on. */
  readonly relay: (sender: Sender, name: SignalName, data: unknown) => void
  readonly unexpected: (error: unknown, where: { name: string; id: string }) => void
  readonly counted: (outcome: string) => void
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = checked(schema, value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  const where = path === '' ? '' : `${path}: `
  throw new LyceumError('invalid', `${where}${issue?.message ?? 'malformed'}`)
}

function entry<Table extends object>(table: Table, name: string, kind: string): keyof Table {
  if (Object.hasOwn(table, name)) return name as keyof Table
  throw new LyceumError('unknown', `There is no ${kind} “${name.slice(0, 64)}”.`)
}

function spender({ room, member }: Sender): Spender {
  const { participant } = member.arrival
  const isOfStaff = room.viewer(participant).kind === 'staff'
  return { participant, room: isOfStaff ? null : room.id }
}

/** A connection's commands are decided in the order they came, though preparing one may wait. */
export class Dispatcher {
  readonly #parts: DispatcherParts
  readonly #turns = new WeakMap<Member, Promise<void>>()

  constructor(parts: DispatcherParts) {
    this.#parts = parts
  }

  command(sender: Sender, raw: unknown): Promise<Answer> {
    return this.#answer(raw, () => this.#command(sender, raw))
  }

  request(sender: Sender, raw: unknown): Promise<Answer> {
    return this.#answer(raw, () => this.#request(sender, raw))
  }

  /** Signals have no answer: what is malformed, forbidden or too much is dropped. */
  async signal(sender: Sender, raw: unknown): Promise<void> {
    await this.#answer(raw, () => this.#signal(sender, raw))
  }

  async #command(sender: Sender, raw: unknown): Promise<CommandOutput> {
    const { room, member } = sender
    const turn = this.#turns.get(member) ?? Promise.resolve()
    const prepared = turn.then(() => this.#prepare(sender, raw))
    this.#turns.set(
      member,
      prepared.then(
        () => undefined,
        () => undefined,
      ),
    )
    const { key, command } = await prepared
    const actor = member.arrival.participant
    const outcome = await room.log.submit({ key, actor, command })
    if (!outcome.ok) throw LyceumError.from(outcome.refusal)
    return { facts: outcome.facts.map(({ seq, id, at }) => ({ seq, id, at })) }
  }

  async #prepare(sender: Sender, raw: unknown) {
    const { room } = sender
    const { name: claimed, key, input } = parse(call, raw)
    const name: CommandName = entry(commands, claimed, 'command')
    const spec = commands[name]
    if (key === undefined) throw new LyceumError('invalid', 'key: a command needs one')
    if (spec.permission === 'system') throw new LyceumError('forbidden')
    await this.#parts.limits.spend(spec.rate, spender(sender))
    const parsed = parse(spec.input, input)
    const reads = (spec.reads as ((input: unknown) => readonly number[]) | undefined)?.(parsed)
    const subject = (spec.blind as ((input: unknown) => string) | undefined)?.(parsed)
    const named = await this.#named(room, reads, spec.readsHidden)
    const more = { ...named, ...(await this.#blind(sender, subject)) }
    return { key, command: { name, input: parsed, ...more } as RoomCommand }
  }

  async #named({ log }: Room, seqs: readonly number[] = [], hidden = false) {
    if (seqs.length === 0) return {}
    const found = await Promise.all(
      seqs.map((seq) =>
        hidden ? log.readHidden(seq) : log.read({ after: seq - 1, upto: seq, limit: 1 }),
      ),
    )
    return { named: found.flat() }
  }

  async #blind({ room, member }: Sender, subject: string | undefined) {
    if (subject === undefined) return {}
    const blind = await this.#parts.blind(room, subject, member.arrival.participant)
    return blind === null ? {} : { blind }
  }

  async #request(sender: Sender, raw: unknown): Promise<unknown> {
    const { room, member } = sender
    const { name: claimed, input } = parse(call, raw)
    const name: RequestName = entry(requests, claimed, 'request')
    const spec = requests[name]
    const { participant } = member.arrival
    if (spec.permission === 'system' || !mayDo(room.state, participant, spec.permission))
      throw new LyceumError('forbidden')
    await this.#parts.limits.spend(spec.rate, spender(sender))
    const parsed = parse(spec.input, input)
    if (!room.log.isFresh()) throw new LyceumError('unavailable', 'Reconnecting…')
    const handler = this.#parts.handlers[name] as (
      sender: Sender,
      input: unknown,
    ) => Promise<unknown>
    return handler(sender, parsed)
  }

  async #signal(sender: Sender, raw: unknown): Promise<void> {
    const { room, member } = sender
    const { name: claimed, input } = parse(call, raw)
    const name: SignalName = entry(signals, claimed, 'signal')
    const spec = signals[name]
    const { participant } = member.arrival
    if (spec.permission === 'server' || !mayDo(room.state, participant, spec.permission))
      throw new LyceumError('forbidden')
    await this.#parts.limits.spend('signal', spender(sender))
    const data = parse(spec.data, input)
    if (room.log.isFresh()) this.#parts.relay(sender, name, data)
  }

  async #answer(raw: unknown, work: () => Promise<unknown>): Promise<Answer> {
    try {
      const output = await work()
      this.#parts.counted('ok')
      return { ok: true, output }
    } catch (error) {
      if (error instanceof LyceumError) {
        this.#parts.counted(error.code)
        return { ok: false, error: error.refusal }
      }
      const id = randomUUID()
      const name = typeof raw === 'object' && raw !== null && 'name' in raw ? String(raw.name) : '?'
      this.#parts.unexpected(error, { name: name.slice(0, 64), id })
      this.#parts.counted('internal')
      return { ok: false, error: { ...new LyceumError('internal').refusal, id } }
    }
  }
}
