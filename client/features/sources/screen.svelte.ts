// Sharing one's screen, with its sound where the browser gives it.
import type { Room } from '../../classroom/room.svelte.ts'
import { canShareScreen, captureScreen } from '../../media/capture.ts'
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
    this.#state = { kind: 'asking' }
    const shared = await captureScreen()
    if (shared === null || typeof shared === 'string') {
      this.#state = shared === null ? { kind: 'off' } : { kind: 'problem', problem: shared }
      return
    }
    const { video, audio } = shared
    this.#tracks = audio === null ? [video] : [video, audio]
    // The browser's own “stop sharing”.
    video.addEventListener('ended', () => {
      this.stop()
    })
    this.#state = { kind: 'on', sound: audio !== null }
    await this.#publications.publish('screen', video, false)
    if (audio !== null) await this.#publications.publish('screenAudio', audio, false)
    const published = this.#publications.state('screen')
    if (published?.kind !== 'failed') {
      this.#shared()
      return
    }
    this.#room.fail(published.refusal)
    this.stop()
  }

  /** Idempotent. */
  stop(): void {
    if (this.#tracks.length === 0) return
    for (const track of this.#tracks) track.stop()
    this.#tracks = []
    this.#publications.withdraw('screen')
    this.#publications.withdraw('screenAudio')
    this.#state = { kind: 'off' }
  }

  toggle(): void {
    if (this.#state.kind === 'on') this.stop()
    else if (this.allowed) void this.start()
  }
}
