// What was seen of a page last, as this window remembers it over a reload.
import type { PageId } from '../../../shared/ids.ts'
import type { Box } from '../../../shared/board/shape.ts'

const keyOf = (page: PageId) => `lyceum-board-view:${page}`

const isBox = (value: unknown): value is Box =>
  typeof value === 'object' &&
  value !== null &&
  ['x', 'y', 'width', 'height'].every((side) => Number.isFinite(Reflect.get(value, side)))

export function recallView(page: PageId): Box | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(keyOf(page)) ?? 'null')
    return isBox(value) ? value : null
  } catch {
    return null
  }
}

export function rememberView(page: PageId, view: Box): void {
  try {
    sessionStorage.setItem(keyOf(page), JSON.stringify(view))
  } catch {
    // Not remembered; the whole page is shown then.
  }
}
