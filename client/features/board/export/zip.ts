// Several files as one, for browsers save one at a time: a ZIP whose parts are as they were, since pictures do
// not become smaller. See APPNOTE.TXT 6.3.3, sections 4.3 and 4.4; no part and no whole beyond 4 GB.

export interface ZipPart {
  readonly name: string
  readonly bytes: Uint8Array
}

interface Placed extends ZipPart {
  readonly called: Uint8Array
  readonly sum: number
  readonly at: number
}

const version = 20
/** Names are UTF-8. */
const flags = 0x0800
/** 1980-01-01, the format's first day. */
const day = 0x0021

export function zipped(parts: readonly ZipPart[]): Blob {
  const pieces: Uint8Array[] = []
  const placed: Placed[] = []
  let at = 0
  const put = (piece: Uint8Array): void => {
    pieces.push(piece)
    at += piece.length
  }
  for (const part of parts) {
    const its = { ...part, called: new TextEncoder().encode(part.name), sum: sumOf(part.bytes), at }
    placed.push(its)
    put(headOf(its))
    put(part.bytes)
  }
  const listAt = at
  for (const part of placed) put(entryOf(part))
  put(endOf(placed.length, { at: listAt, length: at - listAt }))
  return new Blob(
    pieces.map((piece) => Uint8Array.from(piece)),
    { type: 'application/zip' },
  )
}

/** Numbers of two or four bytes, the lowest first. */
function numbers(fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  const length = fields.reduce((sum, [bytes]) => sum + bytes, 0)
  const view = new DataView(new ArrayBuffer(length))
  let at = 0
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += bytes
  }
  return new Uint8Array(view.buffer)
}

const common = ({ sum, bytes, called }: Placed) =>
  [
    [2, version],
    [2, flags],
    [2, 0],
    [2, 0],
    [2, day],
    [4, sum],
    [4, bytes.length],
    [4, bytes.length],
    [2, called.length],
    [2, 0],
  ] as const

function headOf(part: Placed): Uint8Array {
  return joined(numbers([[4, 0x04034b50], ...common(part)]), part.called)
}

function entryOf(part: Placed): Uint8Array {
  const rest = [
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, part.at],
  ] as const
  return joined(numbers([[4, 0x02014b50], [2, version], ...common(part), ...rest]), part.called)
}

function endOf(count: number, list: { readonly at: number; readonly length: number }): Uint8Array {
  const disks = [
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
  ] as const
  return numbers([[4, 0x06054b50], ...disks, [4, list.length], [4, list.at], [2, 0]])
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

/** CRC-32. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}
