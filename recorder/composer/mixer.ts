// One sound of many: adds the tracks up block by block, limits them, and writes them as the encoder takes them.
import { Limiter, silence, type Sound } from './limiter.ts'
import type { SoundTrack } from './soundTrack.ts'

/** Blocks of a picture's time. */
const blocks = 10
const fullScale = 32_767
const channels = 2

export class Mixer {
  readonly #limiter = new Limiter()
  #ahead: { at: number; block: Sound } | null = null

  /** `from` and `samples` in samples of the stage's clock; two channels of 16 bits each. `samples` is a multiple of 10. */
  mix(tracks: Iterable<SoundTrack>, from: number, samples: number): Buffer {
    const all = [...tracks]
    const size = samples / blocks
    const written = new Int16Array(samples * channels)
    for (let n = 0; n < blocks; n += 1) {
      const at = from + n * size
      const block = this.#ahead?.at === at ? this.#ahead.block : added(all, at, size)
      const next = added(all, at + size, size)
      this.#limiter.limit(block, next)
      write(block, written, n * size)
      this.#ahead = { at: at + size, block: next }
    }
    return Buffer.from(written.buffer)
  }
}

function added(tracks: readonly SoundTrack[], at: number, samples: number): Sound {
  const block = silence(samples)
  for (const track of tracks) track.addTo(block, at)
  return block
}

function write({ left, right }: Sound, written: Int16Array, from: number): void {
  for (let n = 0; n < left.length; n += 1) {
    written[(from + n) * channels] = Math.round((left[n] ?? 0) * fullScale)
    written[(from + n) * channels + 1] = Math.round((right[n] ?? 0) * fullScale)
  }
}
