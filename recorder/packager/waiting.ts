// Who waits for a part that is not here yet: one wait for all who ask for the same.
import { targets, type Position } from './playlist.ts'

/** Whoever waits longer is told that nothing comes (rfc8216bis, 6.2.5.2: three target durations). */
const patienceMs = targets.segment * 3 * 1_000
/** No segment has more parts: who asks for a later one waits for all of it. */
const mostParts = 64

interface Wait {
  readonly position: Position
  readonly come: Promise<boolean>
  readonly tell: (isHere: boolean) => void
}

export const isBefore = (one: Position, other: Position): boolean =>
  one.number < other.number || (one.number === other.number && one.part < other.part)

export class Waiting {
  #waits: ReadonlyMap<string, Wait> = new Map()

  /** Resolves to whether it came in time. */
  until({ number, part }: Position): Promise<boolean> {
    const position = { number, part: part < mostParts ? part : Infinity }
    const name = `${position.number}.${position.part}`
    return (this.#waits.get(name) ?? this.#begin(name, position)).come
  }

  /** All before `next` is here; when it is over, nothing more will be. */
  tell(next: Position, isOver: boolean): void {
    for (const [name, { position, tell }] of this.#waits) {
      const isHere = isBefore(position, next)
      if (isHere || isOver) this.#end(name, () => tell(isHere))
    }
  }

  #begin(name: string, position: Position): Wait {
    const { promise: come, resolve } = Promise.withResolvers<boolean>()
    const patience = setTimeout(() => this.#end(name, () => resolve(false)), patienceMs)
    const tell = (isHere: boolean) => {
      clearTimeout(patience)
      resolve(isHere)
    }
    const wait = { position, come, tell }
    this.#waits = new Map([...this.#waits, [name, wait]])
    return wait
  }

  #end(name: string, tell: () => void): void {
    this.#waits = new Map([...this.#waits].filter(([other]) => other !== name))
    tell()
  }
}
