// A small picture of a page that one does not work on: read by whoever may see it, once or kept up as it is
// drawn on, and drawn no more often than its drawing is worth.
import { layersFor, type OnPage } from '../../../shared/board/rights.ts'
import { nameOf } from '../../../shared/board/layer.ts'
import { boardIn, pageIn } from '../../../shared/room/boards.model.ts'
import type { RoomState } from '../../../shared/room/state.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { backgroundOf } from './backgroundOf.ts'
import type { Background, EngineLayer } from './engine/contract.ts'
import { Still } from './engine/still.ts'
import { paced, type Paced } from './paced.ts'
import { paletteOf } from './paletteOf.ts'
import type { Pictures } from './pictures.ts'
import { LayerCopy } from './sync/layerCopy.ts'
import { readLayer, type Reading } from './sync/layerRead.ts'
import { forgetful } from './sync/layerStore.ts'
import { PageLayers } from './sync/pageLayers.ts'

export interface SightParts {
  readonly room: Room
  readonly reading: Reading
  readonly on: OnPage
  /** Kept up with what is drawn; else it is read anew when the room tells of a change. */
  readonly live: boolean
  readonly pictures: Pick<Pictures, 'image' | 'slide' | 'formula' | 'upload' | 'sizeOf'>
  /** Tells whenever one of them is there. */
  readonly onPicture: (heard: () => void) => () => void
  readonly canvas: HTMLCanvasElement
}

export class PageSight {
  readonly #parts: SightParts
  readonly #still: Still
  readonly #undo: (() => void)[] = []
  readonly #live: PageLayers | null
  #background: Background = { kind: 'plain' }
  #read = ''
  readonly #drawing: Paced
  #closed = false

  constructor(parts: SightParts) {
    this.#parts = parts
    const { room, pictures, onPicture, canvas, live } = parts
    this.#drawing = paced(() => {
      this.#still.draw(canvas)
    })
    this.#still = new Still({
      palette: paletteOf(canvas, this.#background),
      pictures,
      changed: () => {
        this.#drawing.soon()
      },
    })
    this.#live = live ? this.#keepUp() : null
    const { connection } = room
    this.#undo.push(
      onPicture(() => {
        this.#drawing.soon()
      }),
      connection.on('room', (state) => {
        this.#follow(state)
      }),
    )
    this.#follow(connection.room)
  }

  /** In the colours of the page as it is now. */
  repaint(): void {
    this.#still.setBackground(this.#background, paletteOf(this.#parts.canvas, this.#background))
  }

  close(): void {
    this.#closed = true
    this.#drawing.stop()
    for (const undo of this.#undo) undo()
    this.#live?.close()
    this.#still.close()
  }

  #keepUp(): PageLayers {
    const { room } = this.#parts
    const layers = new PageLayers((name) =>
      LayerCopy.open({
        me: room.me.participant,
        name,
        server: location.origin.replace(/^http/, 'ws'),
        token: () => room.connection.token(),
        store: forgetful(),
      }),
    )
    layers.on('state', (state) => {
      this.#still.setLayers(state.layers.map(({ text: name, doc }) => layerOf(name, doc)))
    })
    return layers
  }

  #follow(state: RoomState): void {
    const { room, on } = this.#parts
    const { read } = layersFor(state, room.me.participant, on)
    if (this.#live === null) void this.#readOnce(read)
    else this.#live.follow({ read, write: null })
    void this.#setBackground(state)
  }

  /** Anew only when they are others. */
  async #readOnce(names: ReturnType<typeof layersFor>['read']): Promise<void> {
    const wanted = names.map(nameOf).join()
    if (wanted === this.#read) return
    this.#read = wanted
    const { reading } = this.#parts
    const docs = await Promise.all(names.map((name) => readLayer(reading, name))).catch(() => null)
    if (this.#closed || this.#read !== wanted) return
    // Without an answer the picture stays as it was.
    if (docs === null) this.#read = ''
    else this.#still.setLayers(docs.map((doc, at) => layerOf(`${at} ${wanted}`, doc)))
  }

  async #setBackground({ boards }: RoomState): Promise<void> {
    const { on, pictures, canvas } = this.#parts
    const page = pageIn(boardIn(boards, on.board), on.page)
    const next = page === null ? null : await backgroundOf(page, pictures).catch(() => null)
    if (this.#closed || next === null) return
    if (JSON.stringify(next) === JSON.stringify(this.#background)) return
    this.#background = next
    this.#still.setBackground(next, paletteOf(canvas, next))
  }
}

const layerOf = (name: string, doc: EngineLayer['doc']): EngineLayer => ({
  name,
  doc,
  personOf: () => null,
})
