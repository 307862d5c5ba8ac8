// Keeps a ladder of smaller pictures beside a broadcast: begins it with the stream, again when it died, with fewer rungs
// when the machine does not follow. What is not made meanwhile is listed as missing, so that all playlists stay in step.
// It has no timers: the stream's own pictures are its clock.
import type { Logger } from 'pino'
import type { InputWarning } from '../../shared/contract/recorder.ts'
import type { FlvEvent } from '../media/flv.ts'
import type { VideoFormat } from '../media/sample.ts'
import type { Packaging } from '../packager/packaging.ts'
import type { Rendition } from '../packager/rendition.ts'
import type { Rung as Cut } from '../packager/rung.ts'
import { Ladder, type LadderParts } from './ladder.ts'
import { rungsOf, type Rung } from './rungs.ts'

/** In ms. */
const times = {
  firstPause: 250,
  longestPause: 10_000,
  /** After so long it is well. */
  well: 30_000,
  /** So long without trouble, and a rung that was dropped is tried again. */
  trial: 60_000,
  /** It died more than once when its pauses are so long. */
  troubled: 1_000,
}

export type RunningLadder = Pick<Ladder, 'take' | typeof Symbol.dispose>

export interface KeeperParts {
  readonly packaging: Packaging
  /** ffmpeg is there. */
  readonly encodes: boolean
  /** In ms. */
  readonly now: () => number
  /** For a rung that is made for the first time. */
  readonly open: (name: string) => Rendition
  /** So far behind its source a ladder is too slow, in ms. */
  readonly mostBehind: number
  readonly log: Pick<Logger, 'warn'>
  readonly ladder?: (parts: LadderParts) => RunningLadder
}

/** One of the smaller pictures, which may not be made at the moment. */
interface Made {
  readonly rung: Rung
  readonly rendition: Rendition
  /** Of the run that comes now. */
  cut: Cut | null
}

type State =
  | { readonly is: 'waiting'; readonly until: number }
  | {
      readonly is: 'running'
      readonly ladder: RunningLadder
      readonly since: number
      readonly rungs: readonly Rung[]
      /** When its first picture is shown, in ms of the stream. */
      readonly from: number
    }

const atOnce: State = { is: 'waiting', until: -Infinity }

export class Keeper implements Disposable {
  readonly #parts: KeeperParts
  readonly #made = new Map<string, Made>()
  #state: State = atOnce
  #format: VideoFormat | null = null
  #run = -1
  #pause = times.firstPause
  #dropped = 0
  #droppedAt = -Infinity
  #triedAgain = false

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** What is made just now, the largest first. */
  get rungs(): readonly Rung[] {
    return this.#wished.slice(this.#dropped)
  }

  get warnings(): InputWarning[] {
    const { video } = this.#parts.packaging.formats
    if (!this.#parts.encodes)
      return video !== null && rungsOf(video).length > 0 ? ['sourceOnly'] : []
    const isTroubled = this.#state.is === 'waiting' && this.#pause >= times.troubled
    return this.#dropped > 0 || isTroubled ? ['fewerRungs'] : []
  }

  /** After it was packaged. */
  take(event: FlvEvent): void {
    if (!this.#parts.encodes || event.type === 'format' || event.sample.kind !== 'video') return
    if (this.#parts.packaging.run !== this.#run) this.#turn()
    const { dts, delay, isKey } = event.sample
    if (isKey) this.#beginIfDue(dts + delay)
    if (this.#state.is === 'running') this.#state.ladder.take(event)
    this.#missWhatIsNotMade()
    this.#watch()
  }

  /** Nothing comes for now. */
  pause(): void {
    if (this.#state.is === 'running') this.#state.ladder[Symbol.dispose]()
    this.#state = atOnce
    this.#run = -1
  }

  [Symbol.dispose](): void {
    this.pause()
    for (const { rendition } of this.#made.values()) rendition.end()
  }

  get #wished(): readonly Rung[] {
    return this.#format === null || !this.#parts.encodes ? [] : rungsOf(this.#format)
  }

  /** Another run of the stream has begun. */
  #turn(): void {
    const { packaging, open } = this.#parts
    const { video } = packaging.formats
    if (video === null) return
    const waits = this.#state.is === 'waiting' ? this.#state : atOnce
    this.pause()
    this.#state = waits
    this.#run = packaging.run
    if (video.width !== this.#format?.width || video.height !== this.#format.height) {
      this.#dropped = 0
      this.#triedAgain = false
    }
    this.#format = video
    for (const rung of this.#wished)
      if (!this.#made.has(rung.name))
        this.#made.set(rung.name, { rung, rendition: open(rung.name), cut: null })
    for (const one of this.#made.values()) one.cut = packaging.openRung(one.rendition)
  }

  /** What was dropped once, long ago. */
  #tryAgain(): void {
    const since = this.#parts.now() - this.#droppedAt
    if (this.#dropped === 0 || this.#triedAgain || since < times.trial) return
    this.#triedAgain = true
    this.#dropped -= 1
    if (this.#state.is === 'running') this.#state.ladder[Symbol.dispose]()
    this.#state = atOnce
  }

  /** At a key frame that is shown then. */
  #beginIfDue(at: number): void {
    this.#tryAgain()
    const now = this.#parts.now()
    const { rungs } = this
    if (this.#state.is === 'running' || now < this.#state.until) return
    if (this.#format === null || rungs.length === 0) return
    const open = this.#parts.ladder ?? ((parts) => new Ladder(parts))
    const ladder = open({
      format: this.#format,
      rungs,
      take: ({ name }, event) => this.#made.get(name)?.cut?.take(event),
      ended: (why, said) => this.#again(why, said),
    })
    this.#state = { is: 'running', ladder, since: now, rungs, from: at }
  }

  #missWhatIsNotMade(): void {
    const making = this.#state.is === 'running' ? this.#state.rungs : []
    for (const { rung, cut } of this.#made.values())
      if (!making.includes(rung)) cut?.miss(this.#parts.packaging.settled)
  }

  /** One that takes everything and gives nothing has to be found, too. */
  #watch(): void {
    if (this.#state.is !== 'running') return
    const { ladder, rungs, from } = this.#state
    const { settled } = this.#parts.packaging
    const isBehind = rungs.some(({ name }) => {
      const until = Math.max(this.#made.get(name)?.cut?.until ?? from, from)
      return settled - until > this.#parts.mostBehind
    })
    if (!isBehind) return
    ladder[Symbol.dispose]()
    this.#again('slow', 'it gives nothing')
  }

  #again(why: 'died' | 'slow', said: string): void {
    if (this.#state.is !== 'running') return
    const now = this.#parts.now()
    if (now - this.#state.since >= times.well) this.#pause = times.firstPause
    this.#parts.log.warn({ why, said, rungs: this.rungs.map(({ name }) => name) }, 'ladder ended')
    if (why === 'slow') {
      this.#dropped += 1
      this.#droppedAt = now
    }
    this.#state = { is: 'waiting', until: now + this.#pause }
    this.#pause = Math.min(times.longestPause, this.#pause * 2)
    this.#missWhatIsNotMade()
  }
}
