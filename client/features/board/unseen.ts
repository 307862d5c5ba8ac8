// Who has drawn something unseen by the others, of the layers of a page that one may read.
import { maps } from '../../../shared/board/record.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { OpenLayer } from './sync/pageLayers.ts'

export function drawnUnseen(layers: readonly Pick<OpenLayer, 'name' | 'doc'>[]): ParticipantId[] {
  return layers.flatMap(({ name: { of }, doc }) =>
    of === 'shared' || doc.getMap(maps.objects).size === 0 ? [] : [of],
  )
}
