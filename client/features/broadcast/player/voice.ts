// The sound of a player: how loud, and silent while the person wants it so, while the browser wants a tap first, or
// while another device of the person plays it. Starts the element, as browsers tie that to sound.

/** Of somebody who turned it down to nothing and wants to hear again. */
const audible = 0.5

export class PlayerVoice {
  readonly #video: HTMLVideoElement
  readonly #changed: () => void
  #muted = false
  #blocked = false
  #hushed = false

  constructor(video: HTMLVideoElement, changed: () => void) {
    this.#video = video
    this.#changed = changed
  }

  /** By the person. */
  get muted(): boolean {
    return this.#muted
  }

  /** True when the browser wants a tap first. */
  get blocked(): boolean {
    return this.#blocked && !this.#hushed
  }

  /** From 0 to 1. */
  get volume(): number {
    return this.#video.volume
  }

  set volume(volume: number) {
    this.#video.volume = Math.min(1, Math.max(0, volume))
    this.mute(this.#video.volume === 0)
  }

  /** Call it in a tap: to hear is what a tap on sound means. */
  mute(muted: boolean): void {
    this.#muted = muted
    if (!muted) this.#blocked = false
    if (!muted && this.#video.volume === 0) this.#video.volume = audible
    this.#apply()
  }

  /** Another device plays it. */
  hush(hushed: boolean): void {
    this.#hushed = hushed
    this.#apply()
  }

  /** With sound, or without where the browser refuses that. False when it plays nothing by itself. */
  async start(): Promise<boolean> {
    const first = await this.#play()
    if (first !== 'refused') return true
    if (this.#video.muted) return false
    this.#blocked = true
    this.#apply()
    return (await this.#play()) !== 'refused'
  }

  /** On the loudspeaker that the person chose; null is the system's own. */
  async route(loudspeaker: string | null): Promise<void> {
    if (!('setSinkId' in this.#video)) return
    // It is gone: the system's own plays instead.
    await this.#video.setSinkId(loudspeaker ?? '').catch(() => undefined)
  }

  #apply(): void {
    this.#video.muted = this.#muted || this.#blocked || this.#hushed
    this.#changed()
  }

  async #play(): Promise<'plays' | 'refused' | 'later'> {
    try {
      await this.#video.play()
      return 'plays'
    } catch (error) {
      // Anything else was that it began anew meanwhile.
      return error instanceof Error && error.name === 'NotAllowedError' ? 'refused' : 'later'
    }
  }
}
