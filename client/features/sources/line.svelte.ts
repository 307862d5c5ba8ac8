// One device of this machine, camera, microphone or second camera: whether it is wanted, its open track, and what is
// wrong with it. Made before the green room and carried into the class, so that nothing is asked twice.
import { Emitter } from '../../connection/emitter.ts'
import { capture, type DeviceKind } from '../../media/capture.ts'
import type { Prominence } from '../../media/encodings.ts'
import type { Problem } from '../../media/problems.ts'
import { parseTuning, type Tuning } from '../../media/tuning.ts'
import { recall, remember } from '../../ui/memory.ts'

/** A phone call silences a track; shorter silences pass by themselves. */
const interruptedAfterMs = 2000

const isText = (value: unknown): value is string => typeof value === 'string'

/** Fetched when somebody wants it. */
const background = () => import('../../media/background.ts')

export class Line {
  readonly kind: DeviceKind
  prominence: Prominence = 'student'
  #wanted = $state(false)
  #device = $state<string | null>(null)
  #track = $state.raw<MediaStreamTrack | null>(null)
  #problem = $state.raw<Problem | null>(null)
  #opening = $state.raw<Promise<MediaStreamTrack | null> | null>(null)
  #interrupted = $state(false)
  #opened = $state(false)
  /** Rises with every change of what is wished of the device, so that an overtaken capture knows. */
  #wish = 0
  /** What stands behind one, in the picture of a camera. */
  #blurred = $state(recall('blur', isText) === 'on')
  #tuning = $state.raw(parseTuning(recall('tuning', isText)))
  readonly #events = new Emitter<{ changed: [] }>()

  constructor(kind: DeviceKind) {
    this.kind = kind
    this.#device = recall(kind, isText)
  }

  get wanted(): boolean {
    return this.#wanted
  }

  /** Wanting it again is asking again, whatever was wrong. */
  want(wanted: boolean): void {
    this.#wanted = wanted
    if (wanted) this.#problem = null
  }

  get track(): MediaStreamTrack | null {
    return this.#track
  }

  get problem(): Problem | null {
    return this.#problem
  }

  get starting(): boolean {
    return this.#opening !== null
  }

  /** The system took it away for a while, as for a phone call. */
  get interrupted(): boolean {
    return this.#interrupted
  }

  /** The browser gave it once in this visit: wanting it again asks for no permission. */
  get opened(): boolean {
    return this.#opened
  }

  /** How a microphone treats what it hears. */
  get tuning(): Tuning {
    return this.#tuning
  }

  /** The device in use, or the one that was chosen. */
  get device(): string | null {
    return this.#track?.getSettings().deviceId ?? this.#device
  }

  /** Told when there is another track, or none. */
  onChange(listener: () => void): () => void {
    return this.#events.on('changed', listener)
  }

  /** The open track; asks for it when there is none. Null when it is not to be had: see `problem`. */
  open(): Promise<MediaStreamTrack | null> {
    if (this.#track?.readyState === 'live') return Promise.resolve(this.#track)
    this.#opening ??= this.#capture().finally(() => {
      this.#opening = null
    })
    return this.#opening
  }

  /** Idempotent: without a track nothing changes, and nobody is told. */
  close(): void {
    if (this.#track === null) return
    this.#track.stop()
    this.#take(null)
  }

  async choose(device: string): Promise<void> {
    remember(this.kind, device)
    this.#device = device
    this.#problem = null
    if (this.#track !== null || this.#wanted) await this.resume()
  }

  get blurred(): boolean {
    return this.#blurred
  }

  /** Also while it is on: nobody sees the room until it is blurred. */
  async blur(on: boolean): Promise<void> {
    const isAsked = this.#wanted && (this.starting || this.#problem === 'bare')
    this.#blurred = on
    remember('blur', on ? 'on' : null)
    if (this.#problem === 'bare') this.#problem = null
    if (this.#track !== null || isAsked) await this.resume()
  }

  async tune(change: Partial<Tuning>): Promise<void> {
    this.#tuning = { ...this.#tuning, ...change }
    remember('tuning', JSON.stringify(this.#tuning))
    if (!this.#wanted) this.close()
    else if (this.#track !== null || this.starting) await this.resume()
  }

  /** The device anew, as it is wished now: also after a call, in a tap. */
  async resume(): Promise<void> {
    this.#wish += 1
    this.#problem = null
    // A second capture of sound ends the first on iOS: close before opening.
    this.#track?.stop()
    this.#track = null
    await this.open()
  }

  async #capture(): Promise<MediaStreamTrack | null> {
    const { prominence, tuning } = this
    const wish = this.#wish
    const captured = await capture(this.kind, { device: this.#device, prominence, tuning })
    if (captured.ok) this.#opened = true
    const track = captured.ok && this.#wanted ? await this.#dress(captured.track) : null
    const isMeant = this.#wanted && wish === this.#wish
    // Thought better of, or wished otherwise, while the browser asked or a processor began; or nobody may see it.
    if (captured.ok && !(isMeant && track !== null)) {
      track?.stop()
      captured.track.stop()
    }
    if (this.#wanted && !isMeant) return this.#capture()
    if (isMeant) this.#problem = captured.ok ? (track === null ? 'bare' : null) : captured.problem
    this.#take(isMeant ? track : null)
    return this.#track
  }

  /** Before anybody sees it; null where it should be blurred and nothing does that. */
  async #dress(track: MediaStreamTrack): Promise<MediaStreamTrack | null> {
    if (this.kind !== 'camera' || !this.#blurred) return track
    const dressing = background().then(({ blurred }) => blurred(track, () => this.#hide(dressed)))
    const dressed = await dressing.catch(() => null)
    return dressed?.readyState === 'ended' ? null : dressed
  }

  /** What hid the room hides it no more. */
  #hide(track: MediaStreamTrack | null): void {
    if (track === null || track !== this.#track) return
    track.stop()
    this.#problem = 'bare'
    this.#take(null)
  }

  #take(track: MediaStreamTrack | null): void {
    this.#interrupted = false
    this.#track = track
    if (track !== null) this.#tend(track)
    this.#events.emit('changed')
  }

  #tend(track: MediaStreamTrack): void {
    let timer: ReturnType<typeof setTimeout> | undefined
    track.addEventListener('ended', () => {
      clearTimeout(timer)
      if (track === this.#track) void this.#unplugged()
    })
    track.addEventListener('mute', () => {
      timer = setTimeout(() => {
        if (track === this.#track) this.#interrupted = true
      }, interruptedAfterMs)
    })
    track.addEventListener('unmute', () => {
      clearTimeout(timer)
      if (track === this.#track) this.#interrupted = false
    })
  }

  /** Any other device of the kind goes on in its place; but no other camera for the second one. */
  async #unplugged(): Promise<void> {
    this.#track = null
    this.#device = null
    const other = this.#wanted && this.kind !== 'document' ? await this.open() : null
    if (other === null) {
      if (this.#problem === 'missing' || this.#problem === null) this.#problem = 'unplugged'
      this.#take(null)
    }
  }
}
