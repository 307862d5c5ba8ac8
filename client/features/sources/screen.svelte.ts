// Sharing one's screen, with its sound where the browser gives it.
import type { Room } from '../../classroom/room.svelte.ts'
import { canShareScreen, captureScreen, type SharedScreen } from '../../media/capture.ts'
import type { Publications } from '../../media/publications.ts'
import type { Problem } from '../../media/problems.ts'

export type ScreenState =
  | { readonly kind: 'off' }
  /** The browser asks what to share. */
  | { readonly kind: 'asking' }
  | { readonly kind: 'on'; readonly sound: boolean }
  | { readonly kind: 'problem'; readonly problem: Problem }

export class Screen {
  readonly #room: Room
  readonly #publications: Publications
  /** Told when one’s screen goes out. */
  readonly #shared: () => void
  readonly possible = canShareScreen()
  #state = $state.raw<ScreenState>({ kind: 'off' })
  #tracks: readonly MediaStreamTrack[] = []

  constructor(room: Room, publications: Publications, shared: () => void) {
    this.#room = room
    this.#shared = shared
    this.#publications = publications
  }

  get state(): ScreenState {
    return this.#state
  }

  get allowed(): boolean {
    return this.possible && this.#room.live && this.#room.can('media.screen')
  }

  async start(): Promise<void> {
    if (this.#state.kind === 'asking' || this.#state.kind === 'on') return
    const asking: ScreenState = { kind: 'asking' }
    this.#state = asking
    const shared = await captureScreen()
    const isMeant = this.#state === asking
    if (shared === null || typeof shared === 'string') {
      const problem = shared === null ? null : ({ kind: 'problem', problem: shared } as const)
      if (isMeant) this.#state = problem ?? { kind: 'off' }
      return
    }
    const { video, audio } = shared
    this.#tracks = audio === null ? [video] : [video, audio]
    // Left, or not allowed any more, while the browser asked.
    if (isMeant && this.allowed) await this.#publish(shared)
    else this.stop()
  }

  async #publish({ video, audio }: SharedScreen): Promise<void> {
    const tracks = this.#tracks
    const isOver = (): boolean => this.#tracks !== tracks
    // The browser's own “stop sharing”.
    video.addEventListener('ended', () => {
      if (!isOver()) this.stop()
    })
    this.#state = { kind: 'on', sound: audio !== null }
    await this.#publications.publish('screen', video, false)
    if (audio !== null && !isOver()) await this.#publications.publish('screenAudio', audio, false)
    if (isOver()) return
    const published = this.#publications.state('screen')
    if (published?.kind !== 'failed') {
      this.#shared()
      return
    }
    this.#room.fail(published.refusal)
    this.stop()
  }

  /** Idempotent; also while the browser asks. */
  stop(): void {
    if (this.#state.kind === 'off' && this.#tracks.length === 0) return
    this.#state = { kind: 'off' }
    for (const track of this.#tracks) track.stop()
    this.#tracks = []
    this.#publications.withdraw('screen')
    this.#publications.withdraw('screenAudio')
  }

  toggle(): void {
    if (this.#state.kind === 'on') this.stop()
    else if (this.allowed) void this.start()
  }
}
