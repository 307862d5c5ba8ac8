// Plays a broadcast in a video element: near what is live, or further back; keeps trying when something does not come;
// and measures how it went. Knows no class and draws nothing.
import type { Engine, OpenEngine, Quality, Reach, Trouble } from './engine.ts'
import { Experience, type Watched } from './experience.ts'
import { Ladder, type FailReason, type Step } from './ladder.ts'
import { PlayerVoice } from './voice.ts'
import type { WatchToken } from './watchToken.ts'

/** `unsupported`: this browser plays nothing of the kind. `undelivered`: a part of the page did not come. */
export type Failure = FailReason | 'unsupported' | 'undelivered'

export type PlayerState =
  | { readonly kind: 'starting' | 'playing' | 'waiting' | 'interrupted' | 'paused' | 'ended' }
  | { readonly kind: 'failed'; readonly reason: Failure }

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

/** Whoever was away for less catches up. In seconds, as all delays. */
const backBeyond = 6
/** Whoever comes so near to what is live goes on with it. */
const liveWithin = 2.5

export class Player {
  readonly voice: PlayerVoice
  readonly #parts: PlayerParts
  readonly #undo: readonly (() => void)[]
  readonly #experience: Experience
  #ladder: Ladder
  #open: OpenEngine | null = null
  #engine: Engine | null = null
  #phase: PlayerState = { kind: 'starting' }
  #isInterrupted = false
  #isLive = true
  /** All since the beginning is there. */
  #isWhole = false
  #lines: number | null = null
  #qualities: readonly Quality[] = []
  #shown: number | null = null
  #chosen: number | null = null
  #plan: { readonly timer: ReturnType<typeof setTimeout>; readonly run: () => void } | null = null
  #isClosed = false

  constructor(parts: PlayerParts) {
    this.#parts = parts
    this.voice = new PlayerVoice(parts.video, parts.changed)
    this.#experience = new Experience(parts.now())
    this.#ladder = new Ladder(parts.random)
    this.#undo = this.#listen()
    void this.#begin()
  }

  get state(): PlayerState {
    const { kind } = this.#phase
    const isHeld = this.#isInterrupted && (kind === 'starting' || kind === 'waiting')
    return isHeld ? { kind: 'interrupted' } : this.#phase
  }

  /** Near what is live, and staying there. */
  get isLive(): boolean {
    return this.#isLive && this.#phase.kind !== 'paused'
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
    const { date, delay, reach } = this
    if (date !== null && reach !== null && date < reach.from) this.#reopen(date)
    else if (this.#isLive && delay !== null && delay > backBeyond) this.#leaveLive()
    this.#start()
  }

  pause(): void {
    this.#parts.video.pause()
  }

  /** Shows what was sent at that time, in ms since 1970. */
  seek(date: number): void {
    const { reach } = this
    if (reach !== null && date >= reach.to - liveWithin * 1_000) {
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
    this.#plan?.run()
  }

  /** After it failed. */
  retry(): void {
    this.#ladder = new Ladder(this.#parts.random)
    this.#change({ kind: 'starting' })
    if (this.#open === null) void this.#begin()
    else this.#reopen(null)
  }

  /** To be called a few times a second: the delay is measured, and whether it is live. */
  tick(): void {
    const { delay } = this
    if (this.#phase.kind !== 'playing' || delay === null) return
    if (this.#isLive) this.#experience.behind(delay)
    else if (delay < liveWithin) this.goLive()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#dropPlan()
    for (const undo of this.#undo) undo()
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
    if (this.#open === null) this.#change({ kind: 'failed', reason: failure })
    else this.#reopen(null)
  }

  /** Makes everything anew; what was seen stays to be seen meanwhile. */
  #reopen(at: number | null): void {
    this.#dropPlan()
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
    if (this.#phase.kind === 'paused') return
    this.#rest()
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
      this.#change({ kind: 'failed', reason: step.reason })
      return
    }
    this.#rest()
    this.#dropPlan()
    const run = () => {
      this.#dropPlan()
      this.#take(step.act)
    }
    this.#plan = { timer: setTimeout(run, step.afterMs), run }
  }

  #take(act: Exclude<Step['act'], 'fail'>): void {
    if (act === 'reopen') this.#reopen(this.#isLive ? null : this.date)
    else if (act === 'recover') this.#engine?.recover()
    else this.#engine?.reload()
    if (act === 'recover') this.#start()
  }

  /** What was waited for may be there now. */
  #hurry(): void {
    if (this.#plan !== null) this.#plan.run()
    else if (this.#phase.kind === 'waiting') this.#engine?.reload()
  }

  #dropPlan(): void {
    clearTimeout(this.#plan?.timer)
    this.#plan = null
  }

  #leaveLive(): void {
    this.#isLive = false
    this.#engine?.follow(false)
    this.#parts.changed()
  }

  #start(): void {
    void this.voice.start().then((plays) => {
      if (!plays && !this.#isClosed) this.#change({ kind: 'paused' })
    })
  }

  /** Nothing moves, and should. */
  #rest(): void {
    if (this.#phase.kind === 'starting' || this.#phase.kind === 'paused') return
    this.#experience.stalls(this.#parts.now())
    this.#change({ kind: 'waiting' })
  }

  #change(phase: PlayerState): void {
    this.#phase = phase
    this.#parts.changed()
  }

  #listen(): readonly (() => void)[] {
    const { video, now } = this.#parts
    const on = (name: string, heard: () => void): (() => void) => {
      video.addEventListener(name, heard)
      return () => {
        video.removeEventListener(name, heard)
      }
    }
    return [
      on('playing', () => {
        this.#ladder.progressed()
        this.#experience.moves(now())
        this.#change({ kind: 'playing' })
      }),
      on('waiting', () => {
        this.#rest()
      }),
      on('pause', () => {
        if (video.ended || !video.isConnected || this.#phase.kind === 'failed') return
        this.#experience.rests(now())
        this.#change({ kind: 'paused' })
      }),
      on('play', () => {
        if (this.#phase.kind === 'paused') this.#change({ kind: 'waiting' })
      }),
      on('ended', () => {
        this.#experience.rests(now())
        this.#change({ kind: 'ended' })
      }),
    ]
  }
}
