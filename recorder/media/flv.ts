// Reads FLV, as RTMP and ffmpeg bring it, into formats and samples. Pure but for the bytes it keeps until a
// tag is whole. Source: Adobe Flash Video File Format Specification 10.1, annex E.
import { audioFormat } from './aac.ts'
import { videoFormat } from './avc.ts'
import { MediaError } from './mediaError.ts'
import type { Format, Sample } from './sample.ts'

const header = { bytes: 9, of: 'FLV' }
const tagHeader = 11
const tagTrailer = 4
/** Larger tags are no picture; RTMP's door has the same limit. */
const largestTag = 4 * 1_024 * 1_024
const tagTypes = { audio: 8, video: 9 } as const
const avc = 7
const aac = 10
/** The upper bit of a video tag says that four letters name its codec (Enhanced RTMP). */
const enhanced = 0x80

export type FlvEvent =
  | { readonly type: 'format'; readonly format: Format; readonly dts: number }
  | { readonly type: 'sample'; readonly sample: Sample }

function videoEvents(body: Buffer, dts: number): FlvEvent[] {
  const first = body[0] ?? 0
  if ((first & enhanced) !== 0) {
    const name = body.toString('latin1', 1, 5)
    throw new MediaError('videoCodec', `the video is ${name}, not H.264`)
  }
  if ((first & 0x0f) !== avc) throw new MediaError('videoCodec', 'the video is not H.264')
  if (body.length < 5) throw new MediaError('badVideo', 'a video tag is too short')
  const data = body.subarray(5)
  if (body[1] === 0) return [{ type: 'format', format: videoFormat(data), dts }]
  if (body[1] !== 1 || data.length === 0) return []
  const delay = (body.readUIntBE(2, 3) << 8) >> 8
  return [{ type: 'sample', sample: { kind: 'video', dts, delay, isKey: first >> 4 === 1, data } }]
}

function audioEvents(body: Buffer, dts: number): FlvEvent[] {
  if ((body[0] ?? 0) >> 4 !== aac) throw new MediaError('audioCodec', 'the sound is not AAC')
  const data = body.subarray(2)
  if (body[1] === 0) return [{ type: 'format', format: audioFormat(data), dts }]
  if (data.length === 0) return []
  return [{ type: 'sample', sample: { kind: 'audio', dts, delay: 0, isKey: true, data } }]
}

function eventsOf(type: number, body: Buffer, dts: number): FlvEvent[] {
  if (body.length === 0) return []
  if (type === tagTypes.video) return videoEvents(body, dts)
  if (type === tagTypes.audio) return audioEvents(body, dts)
  return []
}

export class FlvReader {
  #kept: Buffer = Buffer.alloc(0)
  #isPastHeader = false

  /** Throws a `MediaError` when these bytes are no FLV, or hold what cannot be served. */
  read(bytes: Uint8Array): FlvEvent[] {
    const all = this.#kept.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#kept, bytes])
    let at = this.#skipHeader(all)
    const events: FlvEvent[] = []
    for (;;) {
      const size =
        this.#isPastHeader && all.length >= at + tagHeader ? all.readUIntBE(at + 1, 3) : null
      if (size === null) break
      if (size > largestTag) throw new MediaError('badContainer', `a tag of ${size} bytes`)
      const end = at + tagHeader + size
      if (all.length < end + tagTrailer) break
      const dts = all.readUIntBE(at + 4, 3) + (all[at + 7] ?? 0) * 2 ** 24
      events.push(...eventsOf((all[at] ?? 0) & 0x1f, all.subarray(at + tagHeader, end), dts))
      at = end + tagTrailer
    }
    this.#kept = all.subarray(at)
    return events
  }

  #skipHeader(all: Buffer): number {
    if (this.#isPastHeader || all.length < header.bytes + tagTrailer) return 0
    if (all.toString('latin1', 0, 3) !== header.of)
      throw new MediaError('badContainer', 'this is no FLV')
    this.#isPastHeader = true
    return all.readUInt32BE(5) + tagTrailer
  }
}
