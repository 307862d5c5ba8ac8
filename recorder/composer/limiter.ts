// Keeps what many voices add up to below what can be written: the gain falls before a peak comes, and rises slowly
// behind it. Pure but for its gain.

/** Of full scale. */
const ceiling = 0.95
/** A block's gain may be so much more than that of the one before it. */
const rise = 1.01

export interface Sound {
  readonly left: Float32Array
  readonly right: Float32Array
}

export const silence = (samples: number): Sound => ({
  left: new Float32Array(samples),
  right: new Float32Array(samples),
})

function peakOf({ left, right }: Sound): number {
  let peak = 0
  for (let n = 0; n < left.length; n += 1)
    peak = Math.max(peak, Math.abs(left[n] ?? 0), Math.abs(right[n] ?? 0))
  return peak
}

const highest = (sound: Sound): number => Math.min(1, ceiling / peakOf(sound))

export class Limiter {
  #gain = 1

  /** Changes `block`, knowing the one that comes behind it. */
  limit(block: Sound, next: Sound): void {
    const from = Math.min(this.#gain, highest(block))
    const to = Math.min(from * rise, highest(block), highest(next))
    this.#gain = to
    if (from === 1 && to === 1) return
    const samples = block.left.length
    for (let n = 0; n < samples; n += 1) {
      const gain = from + ((to - from) * (n + 1)) / samples
      block.left[n] = (block.left[n] ?? 0) * gain
      block.right[n] = (block.right[n] ?? 0) * gain
    }
  }
}
