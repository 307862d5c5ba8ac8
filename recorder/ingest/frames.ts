// How bytes of many publications share one pipe: `[u32 publication][u32 length][bytes]`. Publication 0 is what the two
// processes tell each other, in order with the bytes that it is about.

const header = 8
/** A tag of FLV is at most 4 MiB, and a little for its header. */
const longest = 4 * 1_024 * 1_024 + 64 * 1_024
export const control = 0

export interface Frame {
  readonly publication: number
  readonly bytes: Buffer
}

export function frame({ publication, bytes }: Frame): Buffer {
  const head = Buffer.alloc(header)
  head.writeUInt32BE(publication, 0)
  head.writeUInt32BE(bytes.length, 4)
  return Buffer.concat([head, bytes])
}

export class FrameReader {
  #kept: Buffer[] = []
  #length = 0
  /** Before there is so much, nothing is whole. */
  #needed = header

  /** Throws when that is no pipe of ours. */
  read(bytes: Buffer): Frame[] {
    this.#kept.push(bytes)
    this.#length += bytes.length
    if (this.#length < this.#needed) return []
    const all = Buffer.concat(this.#kept)
    const frames: Frame[] = []
    let at = 0
    for (;;) {
      const length = all.length >= at + header ? all.readUInt32BE(at + 4) : 0
      if (length > longest) throw new Error(`a frame of ${length} bytes`)
      this.#needed = header + length
      if (all.length < at + this.#needed) break
      const publication = all.readUInt32BE(at)
      frames.push({ publication, bytes: all.subarray(at + header, at + this.#needed) })
      at += this.#needed
    }
    this.#kept = [all.subarray(at)]
    this.#length = all.length - at
    return frames
  }
}
