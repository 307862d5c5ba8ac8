// Which layer of a picture is worth sending to whoever looks at it so large, and how soon it goes when there is
// not enough for all. Pure.
import type { Look } from '../shared/contract/sfu.ts'
import type { SourceKind } from '../shared/contract/sfu.ts'

/** So far a picture can be stretched before anybody minds. */
const stretch = 1.25
/** Seen at less than this share of its height, nobody can read it anyway. */
const readable = 0.5

export interface Picture {
  readonly kind: SourceKind
  /** Of its layers, the lowest first; empty when nobody said. */
  readonly heights: readonly number[]
  /** The highest layer. */
  readonly top: number
}

/** Screens and what lies under a document camera: they must be sharp before they move. */
export const isRead = (kind: SourceKind): boolean => kind === 'screen' || kind === 'document'

/** Without a look it comes as large as it is. The lower layer of what is read is as sharp, and slower. */
export function layerFor({ kind, heights, top }: Picture, look: Look | undefined): number {
  if (look === undefined || heights.length !== top + 1) return top
  if (isRead(kind)) return look.height >= (heights[top] ?? 0) * readable ? top : 0
  const enough = heights.findIndex((height) => height * stretch >= look.height)
  return enough < 0 ? top : enough
}

/** A layer of a picture, and at which of its rates; both counted from 0. */
export interface Came {
  readonly spatialLayer: number
  readonly temporalLayer?: number
}

/** How a picture comes: not at all; too slowly to be of use; with room for nothing else; or as it should. */
export type Flow = 'none' | 'slow' | 'fair' | 'well'

/** `wanted` is the layer that it should have, of those that are sent, and -1 when none is. */
export function flowOf(
  picture: { readonly kind: SourceKind; readonly rates: number; readonly wanted: number },
  came: Came | undefined,
): Flow {
  const { kind, rates, wanted } = picture
  if (wanted < 0) return 'well'
  if (came === undefined) return 'none'
  const { spatialLayer, temporalLayer = rates - 1 } = came
  if (isRead(kind)) return spatialLayer < wanted ? 'slow' : 'well'
  if (spatialLayer > 0 || temporalLayer >= rates - 1) return 'well'
  return temporalLayer === 0 ? 'slow' : 'fair'
}

/** At how many of its frame rates it is worth sending: one of many need not come at the highest. */
export function ratesFor({ kind }: Picture, rates: number, look: Look | undefined): number {
  return look?.calm === true && !isRead(kind) ? Math.max(1, rates - 1) : rates
}

const readPriority = 200

/** As mediasoup counts, 1 to 255. Voices take no part: they are sent whatever else there is. */
export function priorityOf({ kind }: Picture, look: Look | undefined): number {
  return isRead(kind) ? readPriority : 10 + 10 * (look?.priority ?? 1)
}
