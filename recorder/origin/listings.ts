// The playlists of one broadcast as text, each made once however many ask for it at the same moment.
import { listed, type Renditions } from '../packager/listing.ts'
import type { Asked } from '../packager/playlist.ts'

interface Made {
  readonly revision: number
  readonly text: string
}

export class Listings {
  readonly #renditions: Renditions
  readonly #made = new Map<string, Made>()

  /** Others may join them. */
  constructor(renditions: Renditions) {
    this.#renditions = renditions
  }

  /** Undefined for a name that is none of theirs. */
  text(name: string, asked: Asked): string | undefined {
    const renditions = this.#renditions
    // Each says of the others how far they are.
    const revision = renditions.values().reduce((sum, one) => sum + one.revision, renditions.size)
    const key = `${name} ${Number(asked.isDelta)}${Number(asked.isLowLatency)}${Number(asked.isWhole)}`
    const known = this.#made.get(key)
    if (known?.revision === revision) return known.text
    const text = listed(renditions, name, asked)
    if (text !== undefined) this.#made.set(key, { revision, text })
    return text
  }
}
