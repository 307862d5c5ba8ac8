// What is kept of layers, so that work outlives a reload and a while without the server; with each goes how
// much of one's own is saved. A browser that keeps nothing is no reason not to draw.
import type * as Y from 'yjs'
import type { LayerName } from '../../../../shared/board/layer.ts'
import { Committed } from './committed.ts'

export interface KeptLayer {
  /** As of one's own clients when the layer was kept last. */
  readonly committed: Committed
  keep(client: number, clock: number): void
  /** What is kept stays. */
  close(): Promise<void>
  /** What is kept goes. */
  drop(): Promise<void>
}

export interface LayerStore {
  /** Fills the document with what is kept, and keeps what is drawn in it from then on. */
  open(name: LayerName, doc: Y.Doc): Promise<KeptLayer>
  /** Layers of the same page as they were in earlier epochs; they are forgotten by being asked for. */
  takeOlder(name: LayerName): Promise<{ readonly doc: Y.Doc; readonly committed: Committed }[]>
}

export function forgetful(): LayerStore {
  return {
    open: async () => ({
      committed: new Committed(),
      keep: () => undefined,
      close: async () => undefined,
      drop: async () => undefined,
    }),
    takeOlder: async () => [],
  }
}
