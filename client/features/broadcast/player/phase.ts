// What a player does now, by what its video element says of itself; and measured, how that went.
import type { Experience } from './experience.ts'
import type { FailReason } from './ladder.ts'

/** `unsupported`: this browser plays nothing of the kind. `undelivered`: a part of the page did not come. */
export type Failure = FailReason | 'unsupported' | 'undelivered'

export type PlayerState =
  | { readonly kind: 'starting' | 'playing' | 'waiting' | 'interrupted' | 'paused' | 'ended' }
  | { readonly kind: 'failed'; readonly reason: Failure }

export interface PhaseParts {
  readonly video: HTMLVideoElement
  readonly experience: Experience
  /** In ms. */
  readonly now: () => number
  readonly changed: () => void
  /** Pictures move, or move again. */
  readonly moved: () => void
}

export class Phase {
  readonly #parts: PhaseParts
  readonly #undo: readonly (() => void)[]
  #state: PlayerState = { kind: 'starting' }

  constructor(parts: PhaseParts) {
    this.#parts = parts
    this.#undo = this.#listen()
  }

  get state(): PlayerState {
    return this.#state
  }

  is(...kinds: readonly PlayerState['kind'][]): boolean {
    return kinds.includes(this.#state.kind)
  }

  change(state: PlayerState): void {
    this.#state = state
    this.#parts.changed()
  }

  /** Nothing moves, and should. */
  rest(): void {
    if (this.is('starting', 'paused')) return
    this.#parts.experience.stalls(this.#parts.now())
    this.change({ kind: 'waiting' })
  }

  close(): void {
    for (const undo of this.#undo) undo()
  }

  #listen(): readonly (() => void)[] {
    const { video, experience, now, moved } = this.#parts
    const on = (name: string, heard: () => void): (() => void) => {
      video.addEventListener(name, heard)
      return () => {
        video.removeEventListener(name, heard)
      }
    }
    return [
      on('playing', () => {
        moved()
        experience.moves(now())
        this.change({ kind: 'playing' })
      }),
      on('waiting', () => {
        this.rest()
      }),
      on('pause', () => {
        // Out of the page, browsers stop it: nobody did.
        if (video.ended || !video.isConnected || this.is('failed')) return
        experience.rests(now())
        this.change({ kind: 'paused' })
      }),
      on('play', () => {
        if (this.is('paused')) this.change({ kind: 'waiting' })
      }),
      on('ended', () => {
        experience.rests(now())
        this.change({ kind: 'ended' })
      }),
    ]
  }
}
