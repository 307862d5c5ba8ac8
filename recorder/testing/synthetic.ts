// A stream made up for tests of what packages it: formats and samples that hold nothing to look at.
import type { FlvEvent } from '../media/flv.ts'
import type { AudioFormat, Sample, VideoFormat } from '../media/sample.ts'

export const videoFormat: VideoFormat = {
  kind: 'video',
  config: Uint8Array.of(1, 66, 0, 30, 255, 224),
  codec: 'avc1.42001e',
  width: 640,
  height: 360,
}

export const audioFormat: AudioFormat = {
  kind: 'audio',
  config: Uint8Array.of(17, 144),
  codec: 'mp4a.40.2',
  sampleRate: 48_000,
  channels: 2,
}

export interface Course {
  readonly seconds: number
  readonly framesPerSecond: number
  readonly keyEverySeconds: number
  readonly hasSound: boolean
  readonly hasPicture: boolean
  /** Where the stream's clock begins, in ms. */
  readonly from: number
}

const sample = (kind: Sample['kind'], dts: number, isKey: boolean): FlvEvent => ({
  type: 'sample',
  sample: { kind, dts: Math.round(dts), delay: 0, isKey, data: new Uint8Array(8) },
})

/** In the order in which an encoder sends them. */
export function* events(course: Course): Generator<FlvEvent> {
  const { seconds, framesPerSecond, keyEverySeconds, hasSound, hasPicture, from } = course
  if (hasPicture) yield { type: 'format', format: videoFormat, dts: from }
  if (hasSound) yield { type: 'format', format: audioFormat, dts: from }
  const frameMs = 1_000 / framesPerSecond
  const soundMs = (1_024 * 1_000) / audioFormat.sampleRate
  let [frame, sound] = [0, 0]
  for (;;) {
    const [picture, voice] = [frame * frameMs, sound * soundMs]
    if (Math.min(hasPicture ? picture : Infinity, hasSound ? voice : Infinity) >= seconds * 1_000)
      return
    if (hasPicture && (!hasSound || picture <= voice)) {
      const isKey = frame % Math.max(1, Math.round(keyEverySeconds * framesPerSecond)) === 0
      yield sample('video', from + picture, isKey)
      frame += 1
    } else {
      yield sample('audio', from + voice, true)
      sound += 1
    }
  }
}
