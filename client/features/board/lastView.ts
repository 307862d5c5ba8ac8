// What was seen of a page last, as this window remembers it over a reload. A page that was left before it had
// been fitted to its screen is fitted when one comes back.
import type { PageId } from '../../../shared/ids.ts'
import type { Sight } from './engine/camera.ts'
import type { View } from './engine/contract.ts'

export class LastView {
  readonly #key: string
  #settled = false
  #returned = false

  constructor(page: PageId) {
    this.#key = `lyceum-board-view:${page}`
  }

  /** One sees what one saw when this window showed the page last. */
  get returned(): boolean {
    return this.#returned
  }

  recall(): Sight | null {
    const sight = this.#read()
    this.#returned = sight !== null
    this.#settled = this.#returned
    return sight
  }

  /** The page was fitted, or somebody has moved the view: it is worth remembering. */
  settle(): void {
    this.#settled = true
  }

  keep({ box: { x, y }, zoom }: View): void {
    if (!this.#settled) return
    try {
      sessionStorage.setItem(this.#key, JSON.stringify({ x, y, zoom }))
    } catch {
      // Not remembered; the whole page is shown then.
    }
  }

  #read(): Sight | null {
    try {
      const kept = sessionStorage.getItem(this.#key)
      const sight = kept === null ? null : (JSON.parse(kept) as Sight)
      return sight !== null && sight.zoom > 0 && Number.isFinite(sight.x + sight.y) ? sight : null
    } catch {
      return null
    }
  }
}
