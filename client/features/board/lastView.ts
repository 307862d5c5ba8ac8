// What was seen of a page last, as this window remembers it over a reload.
import type { PageId } from '../../../shared/ids.ts'
import type { View } from './engine/contract.ts'

const keyOf = (page: PageId) => `lyceum-board-view:${page}`

const isView = (value: unknown): value is View => {
  if (typeof value !== 'object' || value === null) return false
  const box: unknown = Reflect.get(value, 'box')
  if (typeof box !== 'object' || box === null || Number(Reflect.get(value, 'zoom')) <= 0)
    return false
  const sides = ['x', 'y', 'width', 'height'].map((side): unknown => Reflect.get(box, side))
  return [Reflect.get(value, 'zoom'), ...sides].every((one) => Number.isFinite(one))
}

export function recallView(page: PageId): View | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(keyOf(page)) ?? 'null')
    return isView(value) ? value : null
  } catch {
    return null
  }
}

export function rememberView(page: PageId, view: View): void {
  try {
    sessionStorage.setItem(keyOf(page), JSON.stringify(view))
  } catch {
    // Not remembered; the whole page is shown then.
  }
}
