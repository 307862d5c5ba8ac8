// What gives way when somebody's link cannot carry all they look at. The worker shares what there is among pictures
// by priority, each its lowest layer first; here cameras go altogether before a screen loses its rate. Pure; it is
// asked in steps of about two seconds.
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

/** What is short for fewer steps may only be waiting for a key frame. */
const patience = 2
/** Steps until the next camera goes: the worker takes its time to use what the last one left. */
const pause = 3
/** Steps until one comes again; twice as many after each time when that was too early. */
const rest = { first: 5, most: 40 }

/** For how many steps in a row something was so. */
class Lasting {
  #steps = new Map<SourceId, number>()

  /** Those that were so for long enough. */
  step(now: readonly SourceId[]): SourceId[] {
    this.#steps = new Map(now.map((source) => [source, (this.#steps.get(source) ?? 0) + 1]))
    return now.filter((source) => (this.#steps.get(source) ?? 0) >= patience)
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
    const screens = streams.filter(({ kind }) => kind === 'screen')
    const looked = new Set(screens.length === 0 ? [] : idsOf(streams))
    this.#waiting = this.#waiting.filter((source) => looked.has(source))
    const slow = this.#slow.step(idsOf(screens.filter(({ current, wanted }) => current < wanted)))
    if (slow.length > 0) this.#giveWay(streams)
    else if (this.#since >= this.#rest) this.#tryAgain()
    const lacking = ({ source, wanted, current }: Stream) =>
      wanted >= 0 && (current < 0 || this.#waiting.includes(source))
    this.#starved = this.#missing.step(idsOf(streams.filter(lacking)))
  }

  #giveWay(streams: readonly Stream[]): void {
    if (this.#since < pause) return
    const [least] = streams
      .filter(({ kind, source }) => kind === 'camera' && !this.#waiting.includes(source))
      .toSorted((one, other) => one.priority - other.priority)
    if (least === undefined) return
    if (this.#tried && this.#since <= rest.first) this.#rest = Math.min(this.#rest * 2, rest.most)
    this.#waiting.push(least.source)
    this.#mark(false)
  }

  #tryAgain(): void {
    if (this.#waiting.pop() === undefined) this.#rest = rest.first
    else this.#mark(true)
  }

  #mark(tried: boolean): void {
    this.#since = 0
    this.#tried = tried
  }
}
