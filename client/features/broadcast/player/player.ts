// Plays a broadcast in a video element: near what is live, or further back; keeps trying when something does not come;
// and measures how it went. Knows no class and draws nothing.
import type { Engine, OpenEngine, Quality, Reach, Trouble } from './engine.ts'
import { Experience, type Watched } from './experience.ts'
import { Ladder, type Step } from './ladder.ts'
import { Phase, type Failure, type PlayerState } from './phase.ts'
import { Plan } from './plan.ts'
import { PlayerVoice } from './voice.ts'
import type { WatchToken } from './watchToken.ts'

export interface PlayerParts {
  readonly video: HTMLVideoElement
  readonly folder: string
  /** In ms since 1970. */
  readonly beganAt: number
  readonly token: Pick<WatchToken, 'get' | 'discard'>
  /** Null where this browser plays nothing of the kind; rejects when it did not come. */
  readonly find: () => Promise<OpenEngine | null>
  /** The one clock, in ms. */
  readonly now: () => number
  readonly random: () => number
  readonly changed: () => void
  /** What is seen goes away for a moment. */
  readonly parting: () => void
}

/** Whoever held it for less catches up. In ms behind the end of what is there. */
const backBeyond = 6_000
/** Whoever comes so near to the end goes on with what is live. */
const liveWithin = 2_500

export class Player {
  readonly voice: PlayerVoice
  readonly #parts: PlayerParts
  readonly #experience: Experience
  readonly #phase: Phase
  readonly #plan = new Plan()
  #ladder: Ladder
  #open: OpenEngine | null = null
  #engine: Engine | null = null
  #isInterrupted = false
  #isLive = true
  /** All since the beginning is there. */
  #isWhole = false
  #lines: number | null = null
  #qualities: readonly Quality[] = []
  #shown: number | null = null
  #chosen: number | null = null
  #isClosed = false

  constructor(parts: PlayerParts) {
    this.#parts = parts
    this.voice = new PlayerVoice(parts.video, parts.changed)
    this.#experience = new Experience(parts.now())
    this.#ladder = new Ladder(parts.random)
    this.#phase = new Phase({
      ...{ video: parts.video, now: parts.now, changed: parts.changed },
      experience: this.#experience,
      moved: () => {
        this.#ladder.progressed()
      },
    })
    void this.#begin()
  }

  get state(): PlayerState {
    const isHeld = this.#isInterrupted && this.#phase.is('starting', 'waiting')
    return isHeld ? { kind: 'interrupted' } : this.#phase.state
  }

  /** Near what is live, and staying there. */
  get isLive(): boolean {
    return this.#isLive && !this.#phase.is('paused')
  }

  /** In seconds, from what was sent to what is seen; null while that is not known. */
  get delay(): number | null {
    const { date } = this
    return date === null ? null : Math.max(0, (this.#parts.now() - date) / 1_000)
  }

  /** When what is seen was sent, in ms since 1970. */
  get date(): number | null {
    return this.#engine?.date ?? null
  }

  get reach(): Reach | null {
    return this.#engine?.reach ?? null
  }

  get qualities(): readonly Quality[] {
    return this.#qualities
  }

  /** By its place in the list; null before the first. */
  get shown(): number | null {
    return this.#shown
  }

  /** Null is by itself. */
  get chosen(): number | null {
    return this.#chosen
  }

  get watched(): Watched {
    return this.#experience.sofar
  }

  play(): void {
    const { date, reach } = this
    const wasHeld = this.#phase.is('paused') && date !== null && reach !== null
    if (wasHeld && date < reach.from) this.#reopen(date)
    else if (wasHeld && reach.to - date > backBeyond) this.#leaveLive()
    this.#start()
  }

  pause(): void {
    this.#parts.video.pause()
  }

  /** Shows what was sent at that time, in ms since 1970. */
  seek(date: number): void {
    const { reach } = this
    if (reach !== null && date >= reach.to - liveWithin) {
      this.goLive()
      return
    }
    this.#leaveLive()
    const from = Math.max(date, this.#parts.beganAt)
    if (reach !== null && (this.#isWhole || from >= reach.from)) this.#engine?.seek(from)
    else this.#reopen(from)
  }

  goLive(): void {
    this.#isLive = true
    this.#engine?.follow(true)
    this.#engine?.seekLive()
    this.#start()
    this.#parts.changed()
  }

  choose(quality: number | null): void {
    this.#chosen = quality
    this.#engine?.choose(quality)
    this.#parts.changed()
  }

  /** Never more lines by itself; null ends that. */
  limit(lines: number | null): void {
    this.#lines = lines
    this.#engine?.limit(lines)
  }

  /** Nothing more is sent for now, or it is again. */
  interrupt(isInterrupted: boolean): void {
    if (this.#isInterrupted === isInterrupted) return
    this.#isInterrupted = isInterrupted
    if (!isInterrupted) this.#hurry()
    this.#parts.changed()
  }

  /** The network is back. */
  wake(): void {
    this.#plan.hurry()
  }

  /** After it failed. */
  retry(): void {
    this.#ladder = new Ladder(this.#parts.random)
    this.#phase.change({ kind: 'starting' })
    if (this.#open === null) void this.#begin()
    else this.#reopen(null)
  }

  /** To be called a few times a second: the delay is measured, and whether it is live. */
  tick(): void {
    const { date, delay, reach } = this
    if (!this.#phase.is('playing') || date === null || delay === null) return
    if (this.#isLive) this.#experience.behind(delay)
    else if (reach !== null && reach.to - date < liveWithin) this.goLive()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#plan.drop()
    this.#phase.close()
    this.#engine?.close()
    this.#engine = null
  }

  async #begin(): Promise<void> {
    let failure: Failure = 'unsupported'
    this.#open = await this.#parts.find().catch(() => {
      failure = 'undelivered'
      return null
    })
    if (this.#isClosed) return
    if (this.#open === null) this.#phase.change({ kind: 'failed', reason: failure })
    else this.#reopen(null)
  }

  /** Makes everything anew; what was seen stays to be seen meanwhile. */
  #reopen(at: number | null): void {
    this.#plan.drop()
    if (this.#engine !== null) this.#parts.parting()
    this.#engine?.close()
    this.#isWhole = at !== null
    this.#isLive = at === null
    const { video, folder, beganAt, token } = this.#parts
    const events = {
      qualities: (list: readonly Quality[]) => {
        this.#offer(list)
      },
      shows: (quality: number) => {
        this.#shown = quality
        this.#experience.shows(quality)
        this.#parts.changed()
      },
      erred: (name: string) => {
        this.#experience.erred(name)
      },
      stopped: (trouble: Trouble) => {
        this.#stopped(trouble)
      },
    }
    const get = () => token.get()
    this.#engine = this.#open?.({ video, folder, beganAt, token: get, at, events }) ?? null
    // Whoever holds it goes on when they want.
    if (this.#phase.is('paused')) return
    this.#phase.rest()
    this.#start()
  }

  #offer(list: readonly Quality[]): void {
    this.#qualities = list
    if (this.#chosen !== null && this.#chosen < list.length) this.#engine?.choose(this.#chosen)
    if (this.#lines !== null) this.#engine?.limit(this.#lines)
    this.#parts.changed()
  }

  #stopped(trouble: Trouble): void {
    if (this.#isClosed) return
    if (trouble === 'denied') this.#parts.token.discard()
    const step = this.#ladder.next(trouble, this.#parts.now())
    if (step.act === 'fail') {
      this.#engine?.close()
      this.#engine = null
      this.#phase.change({ kind: 'failed', reason: step.reason })
      return
    }
    this.#phase.rest()
    this.#plan.set(() => {
      this.#take(step.act)
    }, step.afterMs)
  }

  #take(act: Exclude<Step['act'], 'fail'>): void {
    if (act === 'reopen') this.#reopen(this.#isLive ? null : this.date)
    else if (act === 'recover') this.#engine?.recover()
    else this.#engine?.reload()
    if (act === 'recover') this.#start()
  }

  /** What was waited for may be there now. */
  #hurry(): void {
    if (this.#plan.isPending) this.#plan.hurry()
    else if (this.#phase.is('waiting')) this.#engine?.reload()
  }

  #leaveLive(): void {
    this.#isLive = false
    this.#engine?.follow(false)
    this.#parts.changed()
  }

  #start(): void {
    void this.voice.start().then((plays) => {
      if (!plays && !this.#isClosed) this.#phase.change({ kind: 'paused' })
    })
  }
}
