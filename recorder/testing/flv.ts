// A stream of no encoder as it comes by RTMP: FLV whose formats are real, and whose pictures and frames of sound are a
// few bytes each.
import type { FlvEvent } from '../media/flv.ts'
import { flvHeader, flvTag, pictureTag } from '../media/flvTag.ts'
import { events, type Course } from './synthetic.ts'

/** Of 640 × 360, as x264 writes it. */
const picture = Buffer.from(
  '0142c01effe100196742c01eda0280bfe5c044000003000400000300f03c58ba8001000468ce0fc8',
  'hex',
)
/** AAC-LC, 48 kHz, two channels. */
const sound = Buffer.from('1190', 'hex')
const aac = 0xaf

function tagOf(event: FlvEvent): Buffer {
  const dts = event.type === 'format' ? event.dts : event.sample.dts
  const kind = event.type === 'format' ? event.format.kind : event.sample.kind
  if (kind === 'video')
    return pictureTag(
      event.type === 'format' ? { ...event, format: { ...event.format, config: picture } } : event,
    )
  const body =
    event.type === 'format'
      ? Buffer.from([aac, 0, ...sound])
      : Buffer.from([aac, 1, ...event.sample.data])
  return flvTag({ type: 8, dts, body })
}

export interface TimedBytes {
  /** When it comes, in ms of the stream. */
  readonly at: number
  readonly bytes: Buffer
}

/** Tag by tag; the first is the header. */
export function* flvOf(course: Course): Generator<TimedBytes> {
  yield { at: course.from, bytes: flvHeader }
  for (const event of events(course)) {
    const at = event.type === 'format' ? event.dts : event.sample.dts
    yield { at, bytes: tagOf(event) }
  }
}
