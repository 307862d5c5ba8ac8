// Plays what others say: one audio element per source, all on the chosen loudspeaker. When the browser
// refuses to play before a tap, it says so, and one tap starts them all. Each may be softer than it is.

export class Sounds {
  readonly #changed: () => void
  readonly #players = new Map<string, HTMLAudioElement>()
  #loudspeaker: string | null = null
  #volumeOf: (id: string) => number = () => 1
  #blocked = false

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** True when the browser wants a tap first. */
  get blocked(): boolean {
    return this.#blocked
  }

  /** The whole set that should be heard. */
  play(tracks: ReadonlyMap<string, MediaStreamTrack>): void {
    for (const [id, player] of this.#players) {
      if (currentTrack(player) === tracks.get(id)) continue
      player.srcObject = null
      this.#players.delete(id)
    }
    for (const [id, track] of tracks) {
      if (!this.#players.has(id)) this.#add(id, track)
    }
    if (tracks.size === 0) this.#block(false)
  }

  /** Call it in a tap. */
  unblock(): void {
    this.#block(false)
    for (const player of this.#players.values()) this.#start(player)
  }

  async choose(loudspeaker: string | null): Promise<void> {
    this.#loudspeaker = loudspeaker
    await Promise.allSettled([...this.#players.values()].map((player) => this.#route(player)))
  }

  /** How loud each is, from 0 to 1; asked again for whatever comes later. */
  adjust(volumeOf: (id: string) => number): void {
    this.#volumeOf = volumeOf
    for (const [id, player] of this.#players) this.#soften(id, player)
  }

  close(): void {
    this.play(new Map())
  }

  #add(id: string, track: MediaStreamTrack): void {
    const player = new Audio()
    player.autoplay = true
    player.srcObject = new MediaStream([track])
    this.#players.set(id, player)
    this.#soften(id, player)
    void this.#route(player)
    this.#start(player)
  }

  #soften(id: string, player: HTMLAudioElement): void {
    const volume = this.#volumeOf(id)
    player.volume = volume
    // iOS leaves loudness to the keys of the phone, and only knows silence.
    player.muted = volume === 0
  }

  #start(player: HTMLAudioElement): void {
    player.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#block(true)
    })
  }

  async #route(player: HTMLAudioElement): Promise<void> {
    // The system’s own has no name.
    const wanted = this.#loudspeaker ?? ''
    if (!('setSinkId' in player) || player.sinkId === wanted) return
    try {
      await player.setSinkId(wanted)
    } catch {
      // The loudspeaker is gone; the system's own plays instead.
    }
  }

  #block(blocked: boolean): void {
    if (this.#blocked === blocked) return
    this.#blocked = blocked
    this.#changed()
  }
}

function currentTrack(player: HTMLAudioElement): MediaStreamTrack | undefined {
  return (player.srcObject as MediaStream | null)?.getAudioTracks()[0]
}

/** A short chord on the chosen loudspeaker, to hear where sound comes out. */
export async function playTestSound(loudspeaker: string | null): Promise<void> {
  const context = new AudioContext()
  const out = context.createMediaStreamDestination()
  const gain = context.createGain()
  gain.gain.setValueAtTime(0.2, context.currentTime)
  gain.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 1.2)
  gain.connect(out)
  for (const frequency of [440, 554, 659]) {
    const tone = context.createOscillator()
    tone.frequency.value = frequency
    tone.connect(gain)
    tone.start()
    tone.stop(context.currentTime + 1.2)
  }
  const player = new Audio()
  player.srcObject = out.stream
  if (loudspeaker !== null && 'setSinkId' in player) {
    await player.setSinkId(loudspeaker).catch(() => undefined)
  }
  await player.play()
  setTimeout(() => void context.close(), 1500)
}
