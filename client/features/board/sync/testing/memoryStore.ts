// Layers kept in memory as a browser keeps them, for tests.
import * as Y from 'yjs'
import { nameOf } from '../../../../../shared/board/layer.ts'
import { Committed } from '../committed.ts'
import type { LayerStore } from '../layerStore.ts'

export interface MemoryStore extends LayerStore {
  readonly names: () => string[]
}

interface Kept {
  updates: Uint8Array[]
  readonly clocks: Map<number, number>
}

export function memoryStore(): MemoryStore {
  const layers = new Map<string, Kept>()
  return {
    names: () => [...layers.keys()],
    open: async (name, doc) => {
      const text = nameOf(name)
      const kept: Kept = layers.get(text) ?? { updates: [], clocks: new Map() }
      layers.set(text, kept)
      for (const update of kept.updates) Y.applyUpdate(doc, update)
      const add = (update: Uint8Array) => kept.updates.push(update)
      doc.on('update', add)
      return {
        committed: new Committed(kept.clocks),
        keep: (client, clock) => kept.clocks.set(client, clock),
        close: async () => {
          doc.off('update', add)
        },
        drop: async () => {
          doc.off('update', add)
          layers.delete(text)
        },
      }
    },
    takeOlder: async (name) => {
      const older = nameOf({ ...name, epoch: name.epoch - 1 })
      const kept = layers.get(older)
      if (kept === undefined) return []
      layers.delete(older)
      const doc = new Y.Doc()
      for (const update of kept.updates) Y.applyUpdate(doc, update)
      return [{ doc, committed: new Committed(kept.clocks) }]
    },
  }
}
