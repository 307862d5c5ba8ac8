// Runs in a page: reads off each frame of its video which number it shows, and when it was on the screen.

/** A frame that was shown: its number in the clip, and when, in ms since 1970. */
export interface Seen {
  readonly number: number
  readonly at: number
}

declare global {
  /** What was seen since it was last asked for. */
  var seen: () => Seen[]
  /** How often the picture stood still for longer than half a second. */
  var stalls: () => number
}

interface Strip {
  readonly bits: number
  /** Of the width of the picture. */
  readonly square: number
}

/** Of the first video of the page that is no camera. */
export function watchGlass({ bits, square }: Strip): void {
  const stallMs = 500
  const canvas = new OffscreenCanvas(bits, 1)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  let all: Seen[] = []
  let standing = 0
  let last = 0

  const numberIn = (video: HTMLVideoElement): number => {
    const side = video.videoWidth * square
    const { data } = (() => {
      for (let bit = 0; bit < bits; bit += 1)
        context?.drawImage(video, (bit + 0.25) * side, side / 4, side / 2, side / 2, bit, 0, 1, 1)
      return context?.getImageData(0, 0, bits, 1) ?? { data: new Uint8ClampedArray(bits * 4) }
    })()
    return Array.from({ length: bits }, (_, bit) =>
      (data[bit * 4] ?? 0) > 127 ? 2 ** bit : 0,
    ).reduce((sum, one) => sum + one, 0)
  }
  const look = (video: HTMLVideoElement) => {
    video.requestVideoFrameCallback((_, { expectedDisplayTime }) => {
      const at = performance.timeOrigin + expectedDisplayTime
      if (last !== 0 && at - last > stallMs) standing += 1
      last = at
      all.push({ number: numberIn(video), at })
      look(video)
    })
  }
  const find = () => {
    // Tiles of people have streams; a player has none.
    const video = [...document.querySelectorAll('video')].find(
      ({ srcObject }) => srcObject === null,
    )
    if (video === undefined) requestAnimationFrame(find)
    else look(video)
  }
  globalThis.seen = () => {
    const until = all
    all = []
    return until
  }
  globalThis.stalls = () => standing
  find()
}
