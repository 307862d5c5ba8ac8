// What gives way when somebody's link cannot carry all they look at. The worker shares what there is among pictures
// by priority, each its lowest layer first, and so spreads too little over too many; here cameras go altogether,
// so that what is looked at most moves, and before a screen loses its rate. Pure; it is asked in steps of about
// two seconds.
import type { SourceId } from '../shared/ids.ts'

/** One picture on its way to a peer. */
export interface Stream {
  readonly source: SourceId
  readonly kind: 'camera' | 'screen'
  readonly priority: number
  /** The layer that it should have, of those that are sent; -1 when none is. */
  readonly wanted: number
  /** The layer that it has; -1 when nothing comes. */
  readonly current: number
}

/** Steps until the next camera goes: the worker takes its time to use what the last one left. */
const pause = 3
/** Steps until one comes again; twice as many after each time when that was too early. */
const rest = { first: 5, most: 40 }

/** What was so in most of the last steps: one alone may be a wait for a key frame, and links flutter. */
class Lasting {
  #counts = new Map<SourceId, number>()

  step(all: readonly Stream[], isSo: (stream: Stream) => boolean): ReadonlySet<SourceId> {
    const count = (stream: Stream): number => {
      const before = this.#counts.get(stream.source) ?? 0
      return isSo(stream) ? Math.min(before + 2, 4) : Math.max(before - 1, 0)
    }
    this.#counts = new Map(all.map((stream) => [stream.source, count(stream)]))
    return new Set(idsOf(all).filter((source) => (this.#counts.get(source) ?? 0) >= 3))
  }
}

const idsOf = (streams: readonly Stream[]): SourceId[] => streams.map(({ source }) => source)

export class Scarcity {
  readonly #slow = new Lasting()
  readonly #missing = new Lasting()
  /** In the order in which they went. */
  #waiting: SourceId[] = []
  #starved: readonly SourceId[] = []
  #rest = rest.first
  /** Steps since a camera last went or came again, and which of the two it was. */
  #since = Infinity
  #tried = false

  /** Cameras that must not be sent for now. */
  get waiting(): ReadonlySet<SourceId> {
    return new Set(this.#waiting)
  }

  /** Everything of which nothing comes for want of room. */
  get starved(): readonly SourceId[] {
    return this.#starved
  }

  /** One step of time. */
  weigh(streams: readonly Stream[]): void {
    this.#since += 1
    const looked = new Set(idsOf(streams))
    this.#waiting = this.#waiting.filter((source) => looked.has(source))
    const flowing = streams.filter(({ source }) => !this.#waiting.includes(source))
    const slow = this.#slow.step(flowing, isSlow)
    const missing = this.#missing.step(flowing, isMissing)
    if (missing.size > 0)
      this.#sendAway(
        flowing.filter(({ source }) => missing.has(source)),
        flowing,
      )
    else if (slow.size === 0) this.#tryAgain()
    else if (this.#since >= pause) this.#sendAway(leastOf(flowing), flowing)
    this.#starved = [...new Set([...missing, ...this.#waiting])]
  }

  /** They get nothing as it is, or too little; but for what is looked at most. */
  #sendAway(away: readonly Stream[], flowing: readonly Stream[]): void {
    const [most] = flowing.toSorted(byPriority).toReversed()
    const cameras = away.filter((stream) => stream.kind === 'camera' && stream !== most)
    if (cameras.length === 0) return
    if (this.#tried && this.#since <= rest.first) this.#rest = Math.min(this.#rest * 2, rest.most)
    this.#waiting.push(...idsOf(cameras.toSorted(byPriority)))
    this.#mark(false)
  }

  #tryAgain(): void {
    if (this.#since < this.#rest) return
    if (this.#waiting.pop() === undefined) this.#rest = rest.first
    else this.#mark(true)
  }

  #mark(tried: boolean): void {
    this.#since = 0
    this.#tried = tried
  }
}

const isMissing = ({ wanted, current }: Stream): boolean => wanted >= 0 && current < 0
const isSlow = ({ kind, wanted, current }: Stream): boolean => kind === 'screen' && current < wanted
const byPriority = (one: Stream, other: Stream): number => one.priority - other.priority

const leastOf = (streams: readonly Stream[]): Stream[] =>
  streams
    .filter(({ kind }) => kind === 'camera')
    .toSorted(byPriority)
    .slice(0, 1)
