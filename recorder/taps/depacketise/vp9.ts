// VP9 (RFC 9628, section 4.2): a descriptor before each part. A picture may consist of layers, each a frame of its own
// that needs those below it: they stay together, with an index behind them (VP9 bitstream specification, annex B). Of
// such a picture libvpx shows the highest layer only; ffmpeg's own decoder shows each.
import { Bits } from '../../media/bits.ts'
import type { Picture, PictureCodec } from './pictures.ts'

const flag = {
  pictureId: 0x80,
  interPredicted: 0x40,
  layers: 0x20,
  flexible: 0x10,
  begin: 0x08,
  end: 0x04,
  sizes: 0x02,
}
const frameMarker = 2
const syncCode = 0x49_83_42
const rgb = 7
/** Annex B.3: no more frames in a picture. */
const mostLayers = 8

type Size = NonNullable<Picture['size']>

interface Descriptor {
  readonly begins: boolean
  readonly ends: boolean
  readonly isInter: boolean
  /** 0 is the smallest. */
  readonly layer: number
  /** Of all layers, when it says. */
  readonly sizes: readonly Size[]
  readonly part: Uint8Array
}

/** The scalability structure (4.2.1): sizes of the layers, and how pictures depend on each other. */
function skipStructure(payload: Uint8Array, from: number): { sizes: Size[]; at: number } {
  const head = payload[from] ?? 0
  const count = (head >> 5) + 1
  let at = from + 1
  const number = (n: number) => ((payload[n] ?? 0) << 8) | (payload[n + 1] ?? 0)
  const sizes: Size[] = []
  if ((head & 0x10) !== 0) {
    for (let n = 0; n < count; n += 1, at += 4)
      sizes.push({ width: number(at), height: number(at + 2) })
  }
  if ((head & 0x08) === 0) return { sizes, at }
  const pictures = payload[at] ?? 0
  at += 1
  for (let n = 0; n < pictures && at < payload.length; n += 1)
    at += 1 + (((payload[at] ?? 0) >> 2) & 3)
  return { sizes, at }
}

/** What each picture is made of: up to three that it needs, by how far they are back. */
function skipReferences(payload: Uint8Array, from: number): number {
  let at = from
  for (let n = 0; n < 3; n += 1) {
    at += 1
    if (((payload[at - 1] ?? 0) & 1) === 0) break
  }
  return at
}

function describe(payload: Uint8Array): Descriptor {
  const first = payload[0] ?? 0
  const has = (bit: number) => (first & bit) !== 0
  let at = 1
  if (has(flag.pictureId)) at += ((payload[at] ?? 0) & 0x80) === 0 ? 1 : 2
  let layer = 0
  if (has(flag.layers)) {
    layer = ((payload[at] ?? 0) >> 1) & 7
    at += has(flag.flexible) ? 1 : 2
  }
  if (has(flag.flexible) && has(flag.interPredicted)) at = skipReferences(payload, at)
  const structure = has(flag.sizes) ? skipStructure(payload, at) : { sizes: [], at }
  return {
    ...{ begins: has(flag.begin), ends: has(flag.end), isInter: has(flag.interPredicted), layer },
    sizes: structure.sizes,
    part: payload.subarray(structure.at),
  }
}

/** Of a key frame by its own header (bitstream specification, 6.2 and 7.2); null of any other frame. */
function keySize(frame: Uint8Array): Size | null {
  const bits = new Bits(frame)
  if (bits.take(2) !== frameMarker) return null
  const profile = bits.one() + bits.one() * 2
  if (profile === 3) bits.one()
  const [isRepeated, isOther] = [bits.one(), bits.one()]
  bits.take(2)
  if (isRepeated === 1 || isOther === 1 || bits.take(24) !== syncCode) return null
  if (profile >= 2) bits.one()
  const isRgb = bits.take(3) === rgb
  if (!isRgb) bits.one()
  if (profile === 1 || profile === 3) bits.take(isRgb ? 1 : 3)
  const [width, height] = [bits.take(16) + 1, bits.take(16) + 1]
  return bits.isOver ? null : { width, height }
}

/** Null when a layer is not whole. */
function layersOf(described: readonly Descriptor[]): Uint8Array[] | null {
  const layers: Uint8Array[][] = []
  let isOpen = false
  for (const { begins, ends, part } of described) {
    if (begins === isOpen || part.length === 0) return null
    if (begins) layers.push([part])
    else layers.at(-1)?.push(part)
    isOpen = !ends
  }
  return isOpen || layers.length > mostLayers ? null : layers.map((parts) => Buffer.concat(parts))
}

function withIndex(layers: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = layers
  if (only === undefined || others.length === 0) return only ?? new Uint8Array()
  const largest = Math.max(...layers.map(({ length }) => length))
  const width = largest < 2 ** 8 ? 1 : largest < 2 ** 16 ? 2 : largest < 2 ** 24 ? 3 : 4
  const marker = 0xc0 | ((width - 1) << 3) | (layers.length - 1)
  const index = Buffer.alloc(2 + layers.length * width, marker)
  for (const [n, { length }] of layers.entries()) index.writeUIntLE(length, 1 + n * width, width)
  return Buffer.concat([...layers, index])
}

export const vp9: PictureCodec = {
  begins(payload) {
    const { begins, layer } = describe(payload)
    return begins && layer === 0
  },
  join(payloads) {
    const described = payloads.map(describe)
    const layers = layersOf(described)
    const [first] = described
    if (layers?.[0] === undefined || first === undefined) return 'broken'
    const own = first.isInter || first.layer > 0 ? null : keySize(layers[0])
    const top = described.at(-1)?.layer ?? 0
    const told = described.find(({ sizes }) => sizes.length > 0)?.sizes[top]
    const size = own === null ? null : (told ?? own)
    return { isKey: own !== null, data: withIndex(layers), size, config: null }
  },
}
