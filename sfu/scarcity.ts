// What gives way when somebody's link cannot carry all they look at. The worker shares what there is among pictures
// by priority, each its lowest layer first, and so spreads too little over too many; here cameras go altogether,
// so that what is looked at most moves, and before a screen loses its rate. Pure; it is asked in steps of about
// two seconds.
import type { SourceId } from '../shared/ids.ts'
import type { Flow } from './layers.ts'

/** One picture on its way to a peer. */
export interface Stream {
  readonly source: SourceId
  readonly kind: 'camera' | 'screen'
  readonly priority: number
  readonly flow: Flow
  /** Much of it does not arrive. */
  readonly lossy: boolean
}

/** Steps until the next camera goes: the worker takes its time to use what the last one left. */
const pause = 3
/** Steps until one comes again; twice as many after each time when that was too early. */
const rest = { first: 5, most: 40 }
/** Steps for which the last camera may be lost in part: then it goes too, for what it pushes aside is sound. */
const lossy = 5

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
  /** Steps for which all that flows has come as it should, and for which what is looked at most was lost in part. */
  #well = 0
  #lossy = 0

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
    this.#well = flowing.every(({ flow }) => flow === 'well') ? this.#well + 1 : 0
    this.#lossy = mostOf(flowing)?.lossy === true ? this.#lossy + 1 : 0
    const slow = this.#slow.step(flowing, ({ flow }) => flow === 'slow')
    const missing = this.#missing.step(flowing, ({ flow }) => flow === 'none')
    const are = (those: ReadonlySet<SourceId>) => flowing.filter(({ source }) => those.has(source))
    if (this.#lossy >= lossy) this.#leave(flowing.filter(({ kind }) => kind === 'camera'))
    else if (missing.size > 0) this.#sendAway(are(missing), flowing)
    else if (are(slow).some((one) => one.kind === 'screen' || one === mostOf(flowing))) {
      if (this.#since >= pause) this.#sendAway(leastOf(flowing), flowing)
    } else this.#tryAgain()
    this.#starved = [...new Set([...missing, ...this.#waiting])]
  }

  /** They get nothing as it is, or too little; but for what is looked at most. */
  #sendAway(away: readonly Stream[], flowing: readonly Stream[]): void {
    const most = mostOf(flowing)
    this.#leave(away.filter((stream) => stream.kind === 'camera' && stream !== most))
  }

  #leave(cameras: readonly Stream[]): void {
    if (cameras.length === 0) return
    if (this.#tried && this.#since <= rest.first) this.#rest = Math.min(this.#rest * 2, rest.most)
    this.#waiting.push(...idsOf(cameras.toSorted(byPriority)))
    this.#mark(false)
  }

  #tryAgain(): void {
    if (Math.min(this.#since, this.#well) < this.#rest) return
    if (this.#waiting.pop() === undefined) this.#rest = rest.first
    else this.#mark(true)
  }

  #mark(tried: boolean): void {
    this.#since = 0
    this.#tried = tried
  }
}

const byPriority = (one: Stream, other: Stream): number => one.priority - other.priority

const mostOf = (streams: readonly Stream[]): Stream | undefined =>
  streams.toSorted(byPriority).at(-1)

const leastOf = (streams: readonly Stream[]): Stream[] =>
  streams
    .filter(({ kind }) => kind === 'camera')
    .toSorted(byPriority)
    .slice(0, 1)
