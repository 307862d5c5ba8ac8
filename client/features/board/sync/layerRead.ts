// Layers read once, without a connection of their own: for small pictures, downloads, and the past. What
// somebody drew a moment ago and the server does not have yet is not in them.
import * as Y from 'yjs'
import { fromBase64 } from 'lib0/buffer'
import { nameOf, type LayerName } from '../../../../shared/board/layer.ts'
import { layersFor, type OnPage } from '../../../../shared/board/rights.ts'
import type { RoomId } from '../../../../shared/ids.ts'
import type { Room } from '../../../classroom/room.svelte.ts'
import type { Api } from '../../../api/api.ts'

export interface Reading {
  readonly api: Api
  readonly id: RoomId
}

/** As it is now, or as it was at a number of its log; throws the refusal. */
export async function readLayer(
  { api, id }: Reading,
  name: LayerName,
  seq?: number,
): Promise<Y.Doc> {
  const query = seq === undefined ? {} : { seq }
  const params = { room: id, layer: nameOf(name) }
  const { update } = await api.call('boards.layer', { params, query })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, fromBase64(update))
  return doc
}

/** All layers of a page that one may see now, the lowest first. */
export async function readPage(
  reading: Reading,
  { state, me }: Pick<Room, 'state' | 'me'>,
  on: OnPage,
): Promise<Y.Doc[]> {
  const { read } = layersFor(state, me.participant, on)
  return Promise.all(read.map((name) => readLayer(reading, name)))
}
