// Writing and reading numbers of any width in bits, the most significant bit first. The reader never reads
// beyond its bytes: past their end it finds zeros, and says so by `over`.

/** So many ones, and a number in full follows instead of a Rice code: no code is absurdly long. */
const escape = 12
const widthBits = 5
/** Bytes that one look takes. */
const lookAhead = 5

export class BitWriter {
  readonly #bytes: number[] = []
  #byte = 0
  #used = 0

  write(value: number, width: number): void {
    for (let bit = width - 1; bit >= 0; bit -= 1) {
      this.#byte = (this.#byte << 1) | ((value >>> bit) & 1)
      this.#used += 1
      if (this.#used === 8) this.#flush()
    }
  }

  /** A number from 0 to 2³¹−1 with its width before it. */
  sized(value: number): void {
    const width = 32 - Math.clz32(value)
    this.write(width, widthBits)
    this.write(value, width)
  }

  /** Rice's code: short for numbers of about 2ᵏ and less. */
  rice(value: number, k: number): void {
    const high = value >>> k
    if (high < escape) {
      this.write(((1 << high) - 1) << 1, high + 1)
      this.write(value, k)
    } else {
      this.write((1 << escape) - 1, escape)
      this.sized(value)
    }
  }

  bytes(): Uint8Array {
    while (this.#used > 0) this.write(0, 1)
    return Uint8Array.from(this.#bytes)
  }

  #flush(): void {
    this.#bytes.push(this.#byte)
    this.#byte = 0
    this.#used = 0
  }
}

/** How many bits `rice` takes. */
export function riceBits(value: number, k: number): number {
  const high = value >>> k
  return high < escape ? high + 1 + k : escape + widthBits + 32 - Math.clz32(value)
}

export class BitReader {
  readonly #bytes: Uint8Array
  #at = 0

  readonly #length: number

  constructor(bytes: Uint8Array) {
    this.#length = bytes.length
    this.#bytes = new Uint8Array(bytes.length + lookAhead)
    this.#bytes.set(bytes)
  }

  get left(): number {
    return this.#length * 8 - this.#at
  }

  get over(): boolean {
    return this.left < 0
  }

  /** At most 31 bits. */
  read(width: number): number {
    if (width === 0) return 0
    const value = this.#ahead() >>> (32 - width)
    this.#at += width
    return value
  }

  sized(): number {
    return this.read(this.read(widthBits))
  }

  rice(k: number): number {
    const ahead = this.#ahead()
    const high = Math.clz32(~ahead)
    if (high >= escape) {
      this.#at += escape
      return this.sized()
    }
    this.#at += high + 1 + k
    // Less than 32 bits all in all, for k is at most 15.
    return k === 0 ? high : (high << k) | ((ahead << (high + 1)) >>> (32 - k))
  }

  /** The next 32 bits, zeros beyond the end. */
  #ahead(): number {
    const first = this.#at >>> 3
    if (first >= this.#length) return 0
    const shift = this.#at & 7
    const bytes = this.#bytes
    // All of these are there: so many zeros stand behind the bytes.
    const word =
      ((bytes[first] ?? 0) << 24) |
      ((bytes[first + 1] ?? 0) << 16) |
      ((bytes[first + 2] ?? 0) << 8) |
      (bytes[first + 3] ?? 0)
    return shift === 0 ? word : (word << shift) | ((bytes[first + 4] ?? 0) >>> (8 - shift))
  }
}

/** Small numbers of either sign as small numbers without. */
export function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31)
}

export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1)
}
