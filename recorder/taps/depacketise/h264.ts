// H.264 (RFC 6184, packetization mode 1): NAL units alone (5.6), several in a packet (STAP-A, 5.7.1), one in several
// (FU-A, 5.8). Parameter sets come once and are kept, since senders repeat them when they like.
import { ParameterSets } from './parameterSets.ts'
import type { Picture, PictureCodec } from './pictures.ts'

const type = { idr: 5, sps: 7, pps: 8, delimiter: 9, filler: 12, stapA: 24, fuA: 28 }
const fu = { start: 0x80, end: 0x40 }
const left = new Set([type.sps, type.pps, type.delimiter, type.filler])

const typeOf = ([head = 0]: Uint8Array): number => head & 0x1f

/** Null when the lengths are wrong. */
function aggregated(payload: Uint8Array): Uint8Array[] | null {
  const nals: Uint8Array[] = []
  for (let at = 1; at < payload.length;) {
    const bytes = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0)
    const end = at + 2 + bytes
    if (bytes === 0 || end > payload.length) return null
    nals.push(payload.subarray(at + 2, end))
    at = end
  }
  return nals
}

/** Null when parts of one are missing, or of a kind that nobody asked for. */
function nalsOf(payloads: readonly Uint8Array[]): Uint8Array[] | null {
  const nals: Uint8Array[] = []
  let open: Uint8Array[] | null = null
  for (const payload of payloads) {
    const [indicator = 0, head = 0] = payload
    if (typeOf(payload) === type.fuA) {
      const isStart = (head & fu.start) !== 0
      if (payload.length < 3 || isStart !== (open === null)) return null
      if (isStart) open = [Uint8Array.of((indicator & 0xe0) | (head & 0x1f))]
      open?.push(payload.subarray(2))
      if ((head & fu.end) === 0 || open === null) continue
      nals.push(Buffer.concat(open))
      open = null
      continue
    }
    const whole = typeOf(payload) === type.stapA ? aggregated(payload) : [payload]
    if (open !== null || whole === null || typeOf(payload) > type.stapA) return null
    nals.push(...whole)
  }
  return open === null ? nals : null
}

/** With four bytes of length before each. */
function lengthPrefixed(nals: readonly Uint8Array[]): Uint8Array {
  const pieces = nals.flatMap((nal) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(nal.length)
    return [length, nal]
  })
  return Buffer.concat(pieces)
}

/** A slice that begins at the first macroblock, or what stands before it: numbers begin with 1 when they are 0. */
function beginsPicture(nal: Uint8Array): boolean {
  const kind = typeOf(nal)
  return kind === 1 || kind === type.idr ? ((nal[1] ?? 0) & 0x80) !== 0 : kind >= 6 && kind <= 9
}

function begins(payload: Uint8Array): boolean {
  if (typeOf(payload) === type.stapA)
    return aggregated(payload)?.slice(0, 1).some(beginsPicture) ?? false
  if (typeOf(payload) !== type.fuA) return beginsPicture(payload)
  const [, head = 0] = payload
  if ((head & fu.start) === 0) return false
  return beginsPicture(Buffer.concat([Uint8Array.of(head & 0x1f), payload.subarray(2)]))
}

/** Of one stream: it keeps that stream's parameter sets. */
export function h264(): PictureCodec {
  const sets = new ParameterSets()
  const join = (payloads: readonly Uint8Array[]): Picture | 'nothing' | 'broken' => {
    const nals = nalsOf(payloads)
    if (nals === null) return 'broken'
    for (const nal of nals) sets.take(nal)
    const slices = nals.filter((nal) => !left.has(typeOf(nal)))
    if (slices.length === 0) return 'nothing'
    const isKey = slices.some((nal) => typeOf(nal) === type.idr)
    const described = isKey ? sets.describe() : { size: null, config: null }
    return described === null ? 'broken' : { isKey, data: lengthPrefixed(slices), ...described }
  }
  return { begins, join }
}
