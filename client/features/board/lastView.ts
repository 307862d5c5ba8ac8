// What was seen of a page last, as this window remembers it over a reload.
import type { PageId } from '../../../shared/ids.ts'
import type { Sight } from './engine/camera.ts'
import type { View } from './engine/contract.ts'

const keyOf = (page: PageId) => `lyceum-board-view:${page}`

export function recallView(page: PageId): Sight | null {
  try {
    const kept = sessionStorage.getItem(keyOf(page))
    const sight = kept === null ? null : (JSON.parse(kept) as Sight)
    return sight !== null && sight.zoom > 0 && Number.isFinite(sight.x + sight.y) ? sight : null
  } catch {
    return null
  }
}

export function rememberView(page: PageId, { box: { x, y }, zoom }: View): void {
  try {
    sessionStorage.setItem(keyOf(page), JSON.stringify({ x, y, zoom }))
  } catch {
    // Not remembered; the whole page is shown then.
  }
}
