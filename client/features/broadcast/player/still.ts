// The last picture of a video, kept over it while the video has nothing to show.

const pictures = 'still'

export class Still {
  readonly #canvas = document.createElement('canvas')

  constructor(place: HTMLElement) {
    this.#canvas.className = pictures
    this.#canvas.hidden = true
    this.#canvas.setAttribute('aria-hidden', 'true')
    place.append(this.#canvas)
  }

  keep(video: HTMLVideoElement): void {
    const { videoWidth: width, videoHeight: height } = video
    if (width === 0 || height === 0) return
    Object.assign(this.#canvas, { width, height })
    this.#canvas.getContext('2d')?.drawImage(video, 0, 0, width, height)
    this.#canvas.hidden = false
  }

  drop(): void {
    this.#canvas.hidden = true
  }
}
