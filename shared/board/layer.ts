// A page of a board is a stack of layers, each one Yjs document and one log: the shared layer, and one per
// person while work is hidden. Who may read is decided per layer, never inside one. The epoch of a page
// rises when it is wiped or restored, so that what a browser kept of the past cannot come back by itself.
import { v5 } from 'uuid'
import { isId, type BoardId, type Id, type PageId, type ParticipantId } from '../ids.ts'

export type LayerId = Id<'layer'>

export interface LayerName {
  readonly board: BoardId
  readonly page: PageId
  /** Whose layer it is, or everybody's. */
  readonly of: ParticipantId | 'shared'
  readonly epoch: number
}

/** As it stands in the address of the layer's socket and in a browser's own store. */
export function nameOf({ board, page, of, epoch }: LayerName): string {
  return `${board}:${page}:${of}:${epoch}`
}

const longestEpoch = 6

export function parseName(text: string): LayerName | null {
  const [board, page, of, epoch = '', ...rest] = text.split(':')
  if (rest.length > 0 || !isId<'board'>(board) || !isId<'page'>(page)) return null
  if (of !== 'shared' && !isId<'participant'>(of)) return null
  if (!/^(0|[1-9]\d*)$/.test(epoch) || epoch.length > longestEpoch) return null
  return { board, page, of, epoch: Number(epoch) }
}

/** The time at the head of a UUIDv7, by which logs are kept together. */
const timePart = 14
const namespace = '6f1d3c1e-52a4-5b0e-9c1b-7d0f6f0a9b21'

/** The layer's log: the same on every node, and kept beside the logs of the page's time. */
export function layerIdOf(name: LayerName): LayerId {
  const rest = v5(nameOf(name), namespace).slice(timePart)
  return `${name.page.slice(0, timePart)}7${rest.slice(1)}` as LayerId
}
