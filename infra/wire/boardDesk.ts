// A person at a page of a board in a wire test: the client's own copies of its layers and what passes there,
// following the room as that person sees it, over lines that a test can cut.
import { WebSocket } from 'ws'
import type * as Y from 'yjs'
import { LayerCopy, type Refused } from '../../client/features/board/sync/layerCopy.ts'
import { memoryStore } from '../../client/features/board/sync/testing/memoryStore.ts'
import { PageLayers } from '../../client/features/board/sync/pageLayers.ts'
import { Presence } from '../../client/features/board/sync/presence.ts'
import { maps, type ObjectId, type ObjectRecord } from '../../shared/board/record.ts'
import { layersFor, type OnPage } from '../../shared/board/rights.ts'
import type { Pupil } from './pupil.ts'
import type { School } from './school.ts'

const nowhere = 'ws://127.0.0.1:9'

interface Lines {
  readonly Socket: typeof globalThis.WebSocket
  readonly open: Set<WebSocket>
  held: boolean
  /** How often somebody dialled while there was no way. */
  inVain: number
}

/** As a browser's, with the origin of the page. */
function linesFrom(origin: string): Lines {
  const lines = { open: new Set<WebSocket>(), held: false, inVain: 0 }
  class Socket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(lines.held ? nowhere : url, protocols, { origin })
      if (lines.held) lines.inVain += 1
      lines.open.add(this)
      // Nobody answers: a browser's says so by closing, and throws nothing.
      this.on('error', () => undefined)
      this.on('close', () => lines.open.delete(this))
    }
  }
  return Object.assign(lines, { Socket: Socket as unknown as typeof globalThis.WebSocket })
}

export class BoardDesk implements Disposable {
  readonly pupil: Pupil
  readonly layers: PageLayers
  readonly presence: Presence
  readonly refused: Refused[] = []
  /** Who is heard to be there at present, by name. */
  readonly seen = new Map<string, Uint8Array>()
  readonly ink: string[] = []
  readonly dragged = new Map<string, Uint8Array>()
  readonly #lines: Lines
  readonly #undo: (() => void)[] = []
  readonly #on: OnPage

  constructor(school: School, pupil: Pupil, { on, node = 0 }: { on: OnPage; node?: number }) {
    this.pupil = pupil
    this.#on = on
    this.#lines = linesFrom(school.place.publicUrl)
    const store = memoryStore()
    this.layers = new PageLayers((name) =>
      LayerCopy.open({
        me: pupil.participant,
        name,
        server: school.urlOf(node).replace(/^http/, 'ws'),
        token: () => pupil.connection.token(),
        store,
        Socket: this.#lines.Socket,
      }),
    )
    this.presence = new Presence({
      place: ({ id }, bytes) => this.seen.set(id, bytes),
      ink: ({ id }) => this.ink.push(id),
      move: ({ id }, bytes) => this.dragged.set(id, bytes),
      here: () => undefined,
      gone: (id) => this.seen.delete(id),
    })
    this.#undo.push(
      this.layers.on('opened', (copy) => {
        this.presence.listen(copy)
      }),
      this.layers.on('refused', (one) => this.refused.push(one)),
      this.layers.on('state', ({ layers, mine }) => {
        this.presence.keep(
          layers.map(({ copy }) => copy),
          (mine ?? layers[0])?.copy ?? null,
        )
      }),
      pupil.connection.on('room', () => {
        this.#follow()
      }),
    )
    this.#follow()
  }

  #follow(): void {
    this.layers.follow(layersFor(this.pupil.room, this.pupil.participant, this.#on))
  }

  /** Resolves as soon as it holds; looked at whenever a layer, its document or who is there changed. */
  async until(what: string, holds: () => boolean, patience = 30_000): Promise<void> {
    const end = Date.now() + patience
    while (!holds()) {
      if (Date.now() > end) throw new Error(`${this.pupil.name} waited in vain: ${what}`)
      await new Promise((again) => setTimeout(again, 10))
    }
  }

  ready(): Promise<void> {
    return this.until('a page to draw on', () => this.layers.state.mine !== null)
  }

  get doc(): Y.Doc {
    const { mine } = this.layers.state
    if (mine === null) throw new Error(`${this.pupil.name} has nowhere to draw`)
    return mine.doc
  }

  draw(id: ObjectId, z: number): void {
    const record = { t: 'rect', z, c: 1, w: 2, f: 0, b: [0, 0, 10, 10] }
    this.doc.getMap(maps.objects).set(id, record)
  }

  erase(id: ObjectId): void {
    this.doc.getMap(maps.objects).delete(id)
  }

  /** All ids that this person sees on the page. */
  get ids(): ObjectId[] {
    const maps_ = this.layers.state.layers.map(({ doc }) => doc.getMap<ObjectRecord>(maps.objects))
    return maps_.flatMap((map) => [...map.keys()]).sort()
  }

  sees(ids: readonly ObjectId[]): Promise<void> {
    const wanted = [...ids].sort().join()
    return this.until(`to see ${wanted}`, () => this.ids.join() === wanted)
  }

  saved(): Promise<void> {
    return this.until('all saved', () => this.layers.state.unsaved === 0)
  }

  /** How often it dialled while it was held. */
  get inVain(): number {
    return this.#lines.inVain
  }

  /** All its lines break; while held there is no way back. */
  cut(hold = false): void {
    this.#lines.held = hold
    for (const socket of this.#lines.open) socket.terminate()
  }

  release(): void {
    this.#lines.held = false
    this.layers.doubt()
  }

  [Symbol.dispose](): void {
    for (const undo of this.#undo) undo()
    this.presence.close()
    this.layers.close()
    this.cut(true)
  }
}
