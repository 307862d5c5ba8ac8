// Whether bytes are a packet of Opus at all (RFC 6716, 3.4): the decoder would complain aloud about each that is not.
// Pure.

const largestFrame = 1_275
/** In 48,000ths of a second. */
const longestPacket = 5_760

/** Samples of one frame at 48 kHz, by the configuration in the first byte (table 2). */
function frameSamples(configuration: number): number {
  if (configuration >= 16) return 120 << (configuration & 3)
  if (configuration >= 12) return 480 << (configuration & 1)
  return [480, 960, 1_920, 2_880][configuration & 3] ?? 0
}

interface Length {
  readonly frame: number
  /** Where what follows begins. */
  readonly next: number
}

/** One or two bytes (3.2.1). */
function lengthAt(data: Uint8Array, at: number): Length {
  const first = data[at] ?? 0
  return first < 252
    ? { frame: first, next: at + 1 }
    : { frame: first + 4 * (data[at + 1] ?? 0), next: at + 2 }
}

/** Bytes of padding, and where the frames begin; each 255 adds 254 and goes on. */
function paddingAt(data: Uint8Array, at: number): { padding: number; next: number } {
  let padding = 0
  let next = at
  while (data[next] === 255) {
    padding += 254
    next += 1
  }
  return { padding: padding + (data[next] ?? 0), next: next + 1 }
}

/** Any number of frames, of one length or each of its own (3.2.5). */
function areFrames(data: Uint8Array, samples: number): boolean {
  const about = data[1] ?? 0
  const count = about & 0x3f
  if (count === 0 || count * samples > longestPacket) return false
  const { padding, next } = (about & 0x40) === 0 ? { padding: 0, next: 2 } : paddingAt(data, 2)
  const end = data.length - padding
  if ((about & 0x80) === 0) {
    const each = (end - next) / count
    return each >= 0 && Number.isInteger(each) && each <= largestFrame
  }
  let at = next
  let sum = 0
  for (let n = 1; n < count; n += 1) {
    const length = lengthAt(data, at)
    sum += length.frame
    at = length.next
  }
  const last = end - at - sum
  return last >= 0 && last <= largestFrame
}

export function isOpus(data: Uint8Array): boolean {
  const [first] = data
  if (first === undefined) return false
  const rest = data.length - 1
  switch (first & 3) {
    case 0:
      return rest <= largestFrame
    case 1:
      return rest % 2 === 0 && rest / 2 <= largestFrame
    case 2: {
      if (rest === 0) return false
      const { frame, next } = lengthAt(data, 1)
      const last = data.length - next - frame
      return last >= 0 && last <= largestFrame
    }
    default:
      return data.length >= 2 && areFrames(data, frameSamples(first >> 3))
  }
}
