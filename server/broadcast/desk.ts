// Keeps classes and recorders in step, for the classes whose steward this node is: what a recorder says comes in becomes
// facts, and what a class says becomes orders. Told again every two seconds, so that nothing depends on one message.
import type {
  LiveBroadcast,
  RecorderReport,
  RefusalReason,
} from '../../shared/contract/recorder.ts'
import type { CommandName, InputOf } from '../../shared/contract/index.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { BroadcastId, RoomId, StreamKeyId } from '../../shared/ids.ts'
import type { Room } from '../rooms/room.ts'
import type { RoomLog, Rooms } from '../rooms/rooms.ts'
import { Origins, type Origin, type OriginsParts } from './origins.ts'
import type { Recorders } from './recorders.ts'
import { isLost, stepsFor, type Step } from './steps.ts'

/** A recorder that is not heard for so long has lost what it had, in ms. */
const lostAfter = 10_000

export interface DeskParts extends OriginsParts {
  readonly recorders: Recorders
  readonly submit: Rooms['submit']
  readonly logs: Logs
  /** The room's connections on this node, if it has any. */
  readonly room: (id: RoomId) => Room | undefined
  readonly isSteward: (room: RoomId) => boolean
  readonly failed: (what: string, error: unknown) => void
}

interface Logs {
  readonly loaded: readonly RoomLog[]
  open(id: RoomId): Promise<{ readonly log: RoomLog; release(): void }>
  onOpen(listener: (log: RoomLog) => void): () => void
}

interface Placed {
  readonly node: string
  readonly actual: LiveBroadcast
  readonly origin: Origin
}

const isRefused = (error: unknown): boolean =>
  error instanceof LyceumError && (error.code === 'illegalStep' || error.code === 'conflict')

export class Desk {
  readonly #parts: DeskParts
  readonly #origins: Origins
  readonly #stops: (() => void)[]
  /** What is being seen to; one thing at a time. */
  readonly #busy = new Set<BroadcastId>()

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.#origins = new Origins(parts)
    const { recorders, logs } = parts
    recorders.on('report', (report) => {
      this.#hear(report)
    })
    recorders.on('refused', ({ key, reason }) => {
      this.#tellRefused(key, reason).catch((error: unknown) => {
        parts.failed('telling staff of an encoder that was sent away', error)
      })
    })
    const losing = setInterval(() => {
      this.#lose()
    }, lostAfter / 4)
    this.#stops = [
      logs.onOpen((log) => {
        log.subscribe(({ before, state }) => {
          if (before.broadcast !== state.broadcast) this.#compareAll()
        })
      }),
      () => {
        clearInterval(losing)
      },
    ]
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }

  #hear({ node, broadcasts }: RecorderReport): void {
    const all = this.#parts.recorders.reports.flatMap((report) => report.broadcasts)
    this.#origins.keep(new Set(all.map(({ broadcast }) => broadcast)))
    for (const actual of broadcasts) {
      void this.#compare(node, actual)
      const { broadcast, room, health } = actual
      if (room !== null && health !== null)
        this.#parts.room(room)?.tell('broadcast.health', { broadcast, health })
    }
  }

  async #tellRefused(key: StreamKeyId, reason: RefusalReason): Promise<void> {
    const origin = await this.#origins.ofKey(key)
    if (origin !== null) this.#parts.room(origin.room)?.tell('broadcast.refused', { reason })
  }

  #compareAll(): void {
    for (const { node, broadcasts } of this.#parts.recorders.reports)
      for (const actual of broadcasts) void this.#compare(node, actual)
  }

  async #compare(node: string, actual: LiveBroadcast): Promise<void> {
    const { broadcast, state } = actual
    if (this.#busy.has(broadcast)) return
    this.#busy.add(broadcast)
    try {
      const origin = await this.#origins.of(actual)
      if (origin !== null) await this.#settle({ node, actual, origin })
      else if (state !== 'over') await this.#end(node, broadcast, 'noClass')
    } catch (error) {
      this.#parts.failed('keeping a broadcast in step with its class', error)
    } finally {
      this.#busy.delete(broadcast)
    }
  }

  async #settle(placed: Placed): Promise<void> {
    const { node, actual, origin } = placed
    if (!this.#parts.isSteward(origin.room)) return
    const hold = await this.#parts.logs.open(origin.room)
    try {
      for (const step of stepsFor(actual, hold.log.state.broadcast)) await this.#take(step, placed)
    } catch (error) {
      if (!isRefused(error)) throw error
      await this.#end(node, actual.broadcast, 'noClass')
    } finally {
      hold.release()
    }
  }

  #take(step: Step, { node, actual: { broadcast }, origin: { room, opens } }: Placed) {
    const takes: { readonly [Do in Exclude<Step['do'], 'end'>]: () => Promise<unknown> } = {
      begin: () => this.#command(room, 'broadcast.begin', { broadcast, node, opens }),
      interrupt: () => this.#command(room, 'broadcast.interrupt', { broadcast }),
      resume: () => this.#command(room, 'broadcast.resume', { broadcast }),
      silence: () => this.#command(room, 'broadcast.end', { broadcast, reason: 'silent' }),
      assign: () => this.#parts.recorders.ask(node, 'assign', { broadcast, room }),
    }
    return step.do === 'end' ? this.#end(node, broadcast, step.reason) : takes[step.do]()
  }

  #end(node: string, broadcast: BroadcastId, reason: Extract<Step, { do: 'end' }>['reason']) {
    return this.#parts.recorders.ask(node, 'end', { broadcast, reason })
  }

  #command<Name extends CommandName>(room: RoomId, name: Name, input: InputOf<Name>) {
    return this.#parts.submit(room, { name, input, actor: 'system' })
  }

  /** Of the classes that are loaded here; one that is loaded nowhere has nobody who watches. */
  #lose(): void {
    const { logs, recorders, isSteward, failed } = this.#parts
    for (const { id, state } of logs.loaded) {
      const room = id as RoomId
      const { current } = state.broadcast
      if (current === null || !isSteward(room)) continue
      const report = recorders.heardWithin(current.node, lostAfter)
      const heard = report?.broadcasts ?? null
      if (report === undefined || !isLost(state.broadcast, { room, heard })) continue
      const lost = { broadcast: current.broadcast, reason: 'lost' as const }
      this.#command(room, 'broadcast.end', lost).catch((error: unknown) => {
        failed('ending a broadcast that is lost', error)
      })
    }
  }
}
