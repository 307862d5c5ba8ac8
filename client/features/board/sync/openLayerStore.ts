// Layers as this browser keeps them; how that is done is fetched meanwhile.
import type { ParticipantId } from '../../../../shared/ids.ts'
import { forgetful, type LayerStore } from './layerStore.ts'

export function openLayerStore(me: ParticipantId): LayerStore {
  const chosen = import('./browserLayers.ts').then(
    ({ browserLayers }) => browserLayers(me),
    () => forgetful(),
  )
  return {
    open: async (name, doc) => (await chosen).open(name, doc),
    takeOlder: async (name) => (await chosen).takeOlder(name),
  }
}
