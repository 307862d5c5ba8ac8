// The parameter sets of an H.264 stream, the newest of each number.
import { avcConfig, videoFormat } from '../../media/avc.ts'
import { Bits } from '../../media/bits.ts'
import type { Picture } from './pictures.ts'

const kinds = { sequence: 7, picture: 8 }
/** H.264, 7.4.2.1.1 and 7.4.2.2: their highest numbers. */
const highest = { sequence: 31, picture: 255 }

/** Behind profile and level, each sequence's number; each picture's comes first. */
function numberOf(nal: Uint8Array, kind: 'sequence' | 'picture'): number {
  return new Bits(nal.subarray(kind === 'sequence' ? 4 : 1)).golomb()
}

export class ParameterSets {
  readonly #known = {
    sequence: new Map<number, Uint8Array>(),
    picture: new Map<number, Uint8Array>(),
  }

  /** Any NAL unit; those that are no parameter sets are passed over. */
  take(nal: Uint8Array): void {
    for (const kind of ['sequence', 'picture'] as const) {
      if (((nal[0] ?? 0) & 0x1f) !== kinds[kind]) continue
      const number = numberOf(nal, kind)
      if (number <= highest[kind]) this.#known[kind].set(number, nal.slice())
    }
  }

  /** Null while they do not suffice, or cannot be read. */
  describe(): Pick<Picture, 'size' | 'config'> | null {
    const { sequence, picture } = this.#known
    if (sequence.size === 0 || picture.size === 0) return null
    const config = avcConfig([...sequence.values()], [...picture.values()])
    try {
      const { width, height } = videoFormat(config)
      return { size: { width, height }, config }
    } catch {
      return null
    }
  }
}
