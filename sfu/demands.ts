// Tells whoever publishes a picture, or the router from which a pipe brings it, how much of it is taken here: at
// once when that changes, and again with each report, because what is told may be lost.
import type { Place, SfuEvents } from '../shared/contract/sfu.ts'
import type { RoomId } from '../shared/ids.ts'
import type { Announce } from './announce.ts'
import type { Source } from './source.ts'

type Demanded = SfuEvents['pipeDemanded']['demands'][number]

interface DemandsParts {
  readonly room: RoomId
  readonly place: Place
  readonly announce: Announce
}

function demandOf({ id, demand, plain, top }: Source): Demanded[] {
  if (plain) return [{ source: id, layer: demand ?? top, plain }]
  return demand === null ? [] : [{ source: id, layer: demand }]
}

/** What is sent is not what is wanted. */
const differs = ({ paused, isAsDemanded, plain }: Source): boolean =>
  plain || (!paused && !isAsDemanded)

export class Demands {
  readonly #parts: DemandsParts

  constructor(parts: DemandsParts) {
    this.#parts = parts
  }

  tell(source: Source): void {
    if (source.from === null) this.#tellOwner(source)
    else this.#tellOrigin(source.from, [source])
  }

  repeat(sources: readonly Source[]): void {
    for (const source of sources)
      if (source.from === null && differs(source)) this.#tellOwner(source)
    const piped = Map.groupBy(sources, ({ from }) => from?.incarnation)
    for (const group of piped.values()) {
      const from = group[0]?.from ?? null
      if (from !== null) this.#tellOrigin(from, group)
    }
  }

  #tellOwner(source: Source): void {
    for (const demanded of demandOf(source))
      this.#parts.announce('demanded', { ...source.owner, ...demanded })
  }

  #tellOrigin(from: Place, sources: readonly Source[]): void {
    const { room, place: to, announce } = this.#parts
    const demands = sources.flatMap(demandOf)
    if (demands.length > 0) announce('pipeDemanded', { room, from, to, demands })
  }
}
