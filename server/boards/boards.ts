// The layers this node serves at present: opened for their first reader, begun as copies where their page
// says so, told when rights change, and closed when nobody reads them.
import { originOf } from '../../shared/board/rights.ts'
import type { Origin } from '../../shared/contract/boardFacts.ts'
import { layerIdOf, nameOf, type LayerName } from '../../shared/board/layer.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { Room } from '../rooms/room.ts'
import type { LogRegistry } from '../log/registry.ts'
import type { HeldLog } from '../rooms/rooms.ts'
import { Layer, type LayerLog } from './layer.ts'
import type { LayerCommand, LayerState, Placed } from './layerRules.ts'
import { contentsAt } from './past.ts'
import type { BoardRecorder } from './recorder.ts'
import type { BoardRelay } from './relay.ts'

interface Open {
  readonly layer: Layer
  /** Ends all that goes with it. */
  readonly end: () => void
}

export interface BoardsParts {
  readonly layers: LogRegistry<LayerState, LayerCommand>
  /** The room's log, for as long as somebody draws: their connection to the class may be to another node. */
  readonly holdRoom: (room: RoomId) => Promise<HeldLog>
  readonly relay: BoardRelay
  readonly recorder: BoardRecorder
  readonly now: () => number
  readonly failed: (what: string, error: unknown) => void
}

/** In ms: hands that fell silent go soon after. */
const sweepEvery = 250
/** How long a layer stays open that nobody reads, in ms: a page turned back is here at once. */
const idle = 5_000

export class Boards {
  readonly #parts: BoardsParts
  readonly #open = new Map<string, Open>()
  readonly #opening = new Map<string, Promise<Layer>>()
  readonly #emptySince = new Map<string, number>()
  readonly #sweeping: NodeJS.Timeout

  constructor(parts: BoardsParts) {
    this.#parts = parts
    parts.relay.heard((name, passed) => {
      this.#open.get(name)?.layer.hear(passed)
    })
    parts.recorder.sample(() => {
      const open = [...this.#open.values()]
      return { layers: open.length, readers: open.reduce((sum, { layer }) => sum + layer.size, 0) }
    })
    this.#sweeping = setInterval(() => {
      this.#sweep()
    }, sweepEvery)
  }

  async enter(room: Room, name: LayerName): Promise<Layer> {
    const text = nameOf(name)
    const opening = this.#opening.get(text)
    if (opening !== undefined) return opening
    const here = this.#open.get(text)
    if (here !== undefined) {
      this.#emptySince.delete(text)
      return here.layer
    }
    const fresh = this.#start(room, name).finally(() => this.#opening.delete(text))
    this.#opening.set(text, fresh)
    return fresh
  }

  async #start(room: Room, name: LayerName): Promise<Layer> {
    const text = nameOf(name)
    using undo = new DisposableStack()
    const { log } = undo.use(await this.#parts.layers.open(layerIdOf(name)))
    undo.adopt(await this.#parts.holdRoom(room.id), (held) => {
      held.release()
    })
    const layer = undo.adopt(this.#layerOf(room, name, log), (one) => {
      one.close()
    })
    await this.#begin(layer, room)
    if (log.ended !== null || room.log.ended !== null) throw new LyceumError('unavailable')
    undo.defer(
      room.log.subscribe(({ before, state }) => {
        if (before !== state) layer.recheck()
      }),
    )
    for (const one of [log, room.log])
      undo.defer(
        one.onEnd(() => {
          this.#close(text)
        }),
      )
    const kept = undo.move()
    this.#open.set(text, {
      layer,
      end: () => {
        kept.dispose()
      },
    })
    return layer
  }

  #layerOf(room: Room, name: LayerName, log: LayerLog): Layer {
    const { relay, recorder, now, failed } = this.#parts
    const text = nameOf(name)
    return new Layer({
      name,
      log,
      relay: (passed) => {
        relay.pass(text, passed)
      },
      confirmRights: () => room.log.sync(),
      recorder,
      now,
      failed,
    })
  }

  async #begin(layer: Layer, room: Room): Promise<void> {
    const orphans = layer.document.orphans()
    if (orphans.length > 0) await layer.tidy(orphans)
    if (layer.log.position.seq > 0) return
    const origin = originOf(room.state, layer.name)
    if (origin !== null) await layer.begin(await this.contentsOf(origin))
  }

  /** What lies on a layer, or lay there once, with what is merged into it. */
  async contentsOf({ seq, merged, ...name }: Origin): Promise<readonly Placed[]> {
    const below = await this.#contents(name, seq)
    const above = await Promise.all(merged.map((of) => this.#contents({ ...name, of }, null)))
    return [below, ...above].flat()
  }

  async #contents(name: LayerName, seq: number | null): Promise<readonly Placed[]> {
    using hold = await this.#parts.layers.open(layerIdOf(name))
    await hold.log.sync()
    const { position } = hold.log
    return await contentsAt(hold.log, seq ?? position.seq)
  }

  #sweep(): void {
    const now = this.#parts.now()
    for (const [text, { layer }] of this.#open) {
      layer.sweep()
      if (layer.size > 0) this.#emptySince.delete(text)
      else if (now - (this.#emptySince.get(text) ?? now) > idle) this.#close(text)
      else this.#emptySince.set(text, this.#emptySince.get(text) ?? now)
    }
  }

  #close(text: string): void {
    const open = this.#open.get(text)
    if (open === undefined) return
    this.#open.delete(text)
    this.#emptySince.delete(text)
    open.end()
  }

  /** Asks every reader to come back elsewhere or later. */
  sendAway(): void {
    for (const { layer } of this.#open.values()) layer.sendAway()
  }

  close(): void {
    clearInterval(this.#sweeping)
    for (const text of [...this.#open.keys()]) this.#close(text)
  }
}
