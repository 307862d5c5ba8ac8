// The pictures of all tiles: a tile that moves takes its own along, so that nothing blinks. Knows no room.
import { MovingPicture } from './movingPicture.svelte.ts'

export class Pictures {
  /** By the keys of the tiles. */
  readonly #held = new Map<string, { readonly picture: MovingPicture; readonly tiles: number }>()

  /** For a tile that appears; also for one that takes the place of another of its key. */
  take(key: string): MovingPicture {
    const { picture, tiles } = this.#held.get(key) ?? { picture: new MovingPicture(), tiles: 0 }
    this.#held.set(key, { picture, tiles: tiles + 1 })
    return picture
  }

  leave(key: string): void {
    const held = this.#held.get(key)
    if (held === undefined) return
    this.#held.set(key, { ...held, tiles: held.tiles - 1 })
    // Another tile of its key may appear within the same change of the page.
    queueMicrotask(() => {
      if (this.#held.get(key)?.tiles !== 0) return
      this.#held.delete(key)
      held.picture.close()
    })
  }
}
