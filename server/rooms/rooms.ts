// The rooms this node serves at present: opened on demand, held while somebody reads them, closed when
// their log is unloaded. Also the way in for commands that do not come over a room's connection.
import { randomUUID } from 'node:crypto'
import type { CommandName, InputOf } from '../../shared/contract/index.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { Actor, Fact } from '../../shared/log.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { Log } from '../log/log.ts'
import type { Outlet } from './outlet.ts'
import { Room, type RoomParts } from './room.ts'

export type RoomLog = Log<RoomState, RoomCommand>

/** What the registry of logs gives: a log that stays loaded until it is released. */
export interface HeldLog {
  readonly log: RoomLog
  release(): void
}

export interface RoomsParts extends Omit<RoomParts, 'log' | 'outlet'> {
  readonly hold: (room: RoomId) => Promise<HeldLog>
  readonly outlet: (room: RoomId) => Outlet
}

export interface Submission<Name extends CommandName = CommandName> {
  readonly name: Name
  readonly input: InputOf<Name>
  readonly actor: Actor
  /** The same key has one effect; a fresh one by default. */
  readonly key?: string
}

interface Open {
  readonly room: Room
  readonly held: HeldLog
  readonly forget: () => void
}

export class Rooms {
  readonly #parts: RoomsParts
  readonly #open = new Map<RoomId, Open>()
  readonly #opening = new Map<RoomId, Promise<Room>>()

  constructor(parts: RoomsParts) {
    this.#parts = parts
  }

  get all(): Room[] {
    return [...this.#open.values()].map(({ room }) => room)
  }

  get(id: RoomId): Room | undefined {
    return this.#open.get(id)?.room
  }

  /** Throws `missing` for a room nobody ever scheduled or started. */
  async enter(id: RoomId): Promise<Room> {
    const room = this.get(id) ?? (await this.#openOnce(id))
    if (room.log.ended !== null) throw room.log.ended
    return room
  }

  #openOnce(id: RoomId): Promise<Room> {
    const opening = this.#opening.get(id)
    if (opening !== undefined) return opening
    const fresh = this.#start(id).finally(() => this.#opening.delete(id))
    this.#opening.set(id, fresh)
    return fresh
  }

  async #start(id: RoomId): Promise<Room> {
    const held = await this.#parts.hold(id)
    if (held.log.position.seq === 0) {
      held.release()
      throw new LyceumError('missing', 'There is no such class.', { reason: 'no-room' })
    }
    const { now, delivered, outlet } = this.#parts
    const room = new Room({ log: held.log, outlet: outlet(id), now, delivered })
    const forget = held.log.onEnd(({ refusal }) => {
      for (const member of room.members) member.dismiss(refusal)
      this.#close(id)
    })
    this.#open.set(id, { room, held, forget })
    return room
  }

  /** Lets go of rooms without connections, so that their logs can be unloaded. */
  sweep(): void {
    for (const [id, { room }] of this.#open) if (room.size === 0) this.#close(id)
  }

  #close(id: RoomId): void {
    const open = this.#open.get(id)
    if (open === undefined) return
    this.#open.delete(id)
    // Others may hold the log for longer, such as boards.
    open.forget()
    open.room.close()
    open.held.release()
  }

  /** Appends a command that a door or an effect makes; throws its refusal. */
  async submit<Name extends CommandName>(
    id: RoomId,
    { name, input, actor, key = randomUUID() }: Submission<Name>,
  ): Promise<readonly Fact[]> {
    const held = await this.#parts.hold(id)
    try {
      const command: RoomCommand = { name, input }
      const outcome = await held.log.submit({ key, actor, command })
      if (!outcome.ok) throw LyceumError.from(outcome.refusal)
      return outcome.facts
    } finally {
      held.release()
    }
  }

  close(): void {
    for (const id of [...this.#open.keys()]) this.#close(id)
  }
}
