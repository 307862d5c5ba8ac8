// Layers for whoever only looks, now or into the past: read once, without a connection and without opening
// the layer for drawing.
import * as Y from 'yjs'
import { layerIdOf, type LayerName } from '../../shared/board/layer.ts'
import { originOf, type OnPage } from '../../shared/board/rights.ts'
import type { Moment } from '../../shared/contract/http/boards.ts'
import { boardIn, pageIn } from '../../shared/room/boards.model.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { LogRegistry } from '../log/registry.ts'
import type { Boards } from './boards.ts'
import type { LayerLog } from './layer.ts'
import { updateOf, type LayerCommand, type LayerState } from './layerRules.ts'
import { changesIn, documentAt, thinned } from './past.ts'

/** What lies there as of a number of the layer's log. */
export interface Sight {
  readonly seq: number
  /** Version 1. */
  readonly update: Uint8Array
}

/** As a door knows it. */
export interface BoardArchive {
  sight(room: RoomState, name: LayerName, seq: number | null): Promise<Sight>
  /** Oldest first. */
  momentsOf(room: RoomState, on: OnPage): Promise<Moment[]>
}

interface Parts {
  readonly layers: LogRegistry<LayerState, LayerCommand>
  readonly boards: Pick<Boards, 'contentsOf'>
  readonly now: () => number
}

/** As fine as a hand sets a slider. */
const mostMoments = 240
/** A page that was cleared more often has the latest. */
const mostEpochs = 60

export class Archive implements BoardArchive {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async sight(room: RoomState, name: LayerName, seq: number | null): Promise<Sight> {
    return this.#withLog(name, async (log) => {
      const top = log.position.seq
      if (top === 0) return { seq: 0, update: await this.#beginning(room, name) }
      const document = await documentAt(log, seq ?? top)
      return { seq: document.seq, update: Y.encodeStateAsUpdate(document.doc) }
    })
  }

  /** Of a layer that nobody opened yet. */
  async #beginning(room: RoomState, name: LayerName): Promise<Uint8Array> {
    const origin = originOf(room, name)
    return updateOf(origin === null ? [] : await this.#parts.boards.contentsOf(origin))
  }

  async momentsOf({ boards }: RoomState, { board, page }: OnPage): Promise<Moment[]> {
    const now = pageIn(boardIn(boards, board), page)?.epoch ?? -1
    const changes: Moment[] = []
    for (let epoch = Math.max(0, now + 1 - mostEpochs); epoch <= now; epoch += 1) {
      const name = { board, page, of: 'shared', epoch } as const
      changes.push(...(await this.#withLog(name, (log) => changesIn(log, epoch))))
    }
    const last = changes.at(-1)
    // Cleared or restored, and nobody has drawn since: no log tells of how the page is now.
    const asItIs = { epoch: now, seq: 0, at: this.#parts.now() }
    const isUntold = last !== undefined && last.epoch < now
    return [...thinned(changes, mostMoments), ...(isUntold ? [asItIs] : [])]
  }

  /** As it is now, whatever other nodes wrote. */
  async #withLog<Result>(name: LayerName, work: (log: LayerLog) => Promise<Result>) {
    using hold = await this.#parts.layers.open(layerIdOf(name))
    await hold.log.sync()
    return await work(hold.log)
  }
}
