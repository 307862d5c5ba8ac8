// Reads bits, as the headers of H.264 and AAC are written.

export class Bits {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Zero behind the end: headers are short, and what they say is checked by whoever asked. */
  one(): 0 | 1 {
    const byte = this.#bytes[this.#at >> 3] ?? 0
    const bit = (byte >> (7 - (this.#at & 7))) & 1
    this.#at += 1
    return bit === 1 ? 1 : 0
  }

  take(count: number): number {
    let value = 0
    for (let n = 0; n < count; n += 1) value = value * 2 + this.one()
    return value
  }

  /** Exp-Golomb (H.264, 9.1). */
  golomb(): number {
    let zeros = 0
    while (zeros < 32 && !this.isOver && this.one() === 0) zeros += 1
    return 2 ** zeros - 1 + this.take(zeros)
  }

  signedGolomb(): number {
    const code = this.golomb()
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2
  }

  get isOver(): boolean {
    return this.#at >= this.#bytes.length * 8
  }
}
