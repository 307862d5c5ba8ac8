// A moving picture as an element that goes from place to place as it plays. What was seen last stays until the next
// has something to show. Knows no room.

/** `before`: what is awaited was there before, and may still be seen as it was. */
export type Shown = 'nothing' | 'before' | 'now'

export class MovingPicture {
  readonly #element = document.createElement('div')
  #track: MediaStreamTrack | null = null
  /** What is seen. */
  #video = $state.raw<HTMLVideoElement | null>(null)
  /** Has no frame yet. */
  #coming: HTMLVideoElement | null = null
  #shown = $state<Shown>('nothing')

  get video(): HTMLVideoElement | null {
    return this.#video
  }

  get shown(): Shown {
    return this.#shown
  }

  /** Where it stood before it goes from, still playing. */
  hang(place: HTMLElement): void {
    place.append(this.#element)
    for (const video of this.#element.querySelectorAll('video')) start(video)
  }

  /** Without a track nothing is seen, unless one is awaited: then what was seen stays. */
  show(track: MediaStreamTrack | null, awaited = false): void {
    if (track === null && !awaited) this.close()
    if (track === this.#track) return
    if (this.#shown === 'now') this.#shown = 'before'
    // Of a track that ended there is nothing but black.
    if (hasEnded(this.#video)) this.#put(null)
    this.#track = track
    drop(this.#coming)
    this.#coming = track === null ? null : this.#play(track)
  }

  close(): void {
    drop(this.#coming)
    this.#coming = this.#track = null
    this.#put(null)
    this.#shown = 'nothing'
  }

  #play(track: MediaStreamTrack): HTMLVideoElement {
    const video = this.#element.ownerDocument.createElement('video')
    Object.assign(video, { autoplay: true, playsInline: true, muted: true })
    video.srcObject = new MediaStream([track])
    video.addEventListener('loadeddata', () => this.#turn(video), { once: true })
    this.#element.append(video)
    start(video)
    return video
  }

  /** Its first frame is there. */
  #turn(video: HTMLVideoElement): void {
    if (video !== this.#coming) return
    this.#coming = null
    this.#put(video)
    this.#shown = 'now'
  }

  #put(video: HTMLVideoElement | null): void {
    drop(this.#video)
    this.#video = video
  }
}

function hasEnded(video: HTMLVideoElement | null): boolean {
  return video?.srcObject instanceof MediaStream && !video.srcObject.active
}

function start(video: HTMLVideoElement): void {
  // A muted picture may always play; a page in the background starts it when it is seen.
  void video.play().catch(() => undefined)
}

function drop(video: HTMLVideoElement | null): void {
  if (video === null) return
  // Gone from the page it would still hold its last frames, and a camera has only a few to give.
  video.srcObject = null
  video.remove()
}
