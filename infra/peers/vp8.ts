// How frames of VP8 are packed into the payloads of RTP (RFC 7741, section 4.2), in three frame rates as browsers make
// them (L1T3), so that an sfu can leave some out.

/** Of four frames the first is of the lowest. */
const rates = [0, 2, 1, 2]
const packetBytes = 1_100

/** X; its extension has a picture id of 15 bits, the number of its base, and its rate. */
const extended = 0x80
const starts = 0x10
const extensions = 0xe0
const descriptorBytes = 6

function descriptorOf(rate: number, isFirst: boolean): Buffer {
  const first = extended | (isFirst ? starts : 0)
  return Buffer.from([first, extensions, 0x80, 0, 0, rate])
}

/** Its rate; whoever begins to take that may do so where it leans on no frame of it or above. */
function rateBits(place: number): number {
  const rate = rates[place] ?? 0
  return (rate << 6) | (rate > 0 && place < 3 ? 0x20 : 0)
}

/** Of one frame, by its place among all. */
export function packed(frame: Buffer, place: number): Buffer[] {
  const room = packetBytes - descriptorBytes
  const rate = rateBits(place % rates.length)
  return Array.from({ length: Math.ceil(frame.length / room) }, (_, n) =>
    Buffer.concat([descriptorOf(rate, n === 0), frame.subarray(n * room, (n + 1) * room)]),
  )
}

/** Who shows a film again and again goes on counting where the last picture was. */
export function numbered(payload: Uint8Array, picture: number): Buffer {
  const copy = Buffer.from(payload)
  copy.writeUInt16BE(0x8000 | (picture & 0x7fff), 2)
  copy[4] = Math.floor(picture / rates.length) & 0xff
  return copy
}
