// What was found out about one’s devices so far: what a camera gave, how loud the microphone was, and
// whether one heard the sound.
import type { Equipment } from '../../features/sources/equipment.svelte.ts'
import type { Line } from '../../features/sources/line.svelte.ts'
import { meter } from '../../media/level.ts'

/** From here on a microphone has heard somebody. */
const heardFrom = 0.35

export type LineFound = 'untried' | 'works' | 'silent' | 'failed'

export class Tried {
  readonly #equipment: Equipment
  /** The test sound; null while nobody said. */
  heard = $state<boolean | null>(null)
  #loudest = $state(0)

  constructor(equipment: Equipment) {
    this.#equipment = equipment
    $effect(() => {
      const { track } = equipment.microphone
      if (track === null) return
      return meter(track, (level) => {
        if (level > this.#loudest) this.#loudest = level
      })
    })
  }

  get loudest(): number {
    return this.#loudest
  }

  get camera(): LineFound {
    const { camera } = this.#equipment
    return foundOf(camera, true)
  }

  get microphone(): LineFound {
    return foundOf(this.#equipment.microphone, this.#loudest > heardFrom)
  }

  /** Such as 1280×720; null without a picture. */
  get pictureSize(): string | null {
    const { width, height } = this.#equipment.camera.track?.getSettings() ?? {}
    return width === undefined || height === undefined ? null : `${width}×${height}`
  }
}

function foundOf(line: Line, gives: boolean): LineFound {
  if (line.problem !== null) return 'failed'
  if (!line.opened) return 'untried'
  return gives ? 'works' : 'silent'
}
