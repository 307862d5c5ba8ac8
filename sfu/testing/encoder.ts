// Somebody whose camera and microphone ffmpeg encodes as it goes: real packets and sender reports, by plain RTP in
// place of a browser's transport; all else of publishing is the sfu's own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { vi } from 'vitest'
import { codecs, type RtpParameters, type Seat, type SfuInput } from '../../shared/contract/sfu.ts'
import { newId, type SourceId } from '../../shared/ids.ts'
import type { MediaRoom } from '../mediaRoom.ts'
import { newSeat } from './people.ts'
import type { TestSfu } from './startTestSfu.ts'

export type Encoded = 'vp8' | 'vp9' | 'h264' | 'opus'

const framesPerSecond = 15
/** A key frame each second, since ffmpeg makes none when it is asked. */
const picture = ['-g', String(framesPerSecond), '-b:v', '500k', '-pix_fmt', 'yuv420p']
const quick = ['-deadline', 'realtime', '-cpu-used', '8']

const encoders: Readonly<Record<Encoded, readonly string[]>> = {
  vp8: ['-map', '0:v', '-c:v', 'libvpx', ...quick, ...picture],
  vp9: ['-map', '0:v', '-c:v', 'libvpx-vp9', ...quick, ...picture, '-strict', 'experimental'],
  h264: [
    ...['-map', '0:v', '-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'ultrafast'],
    ...['-tune', 'zerolatency', ...picture],
  ],
  opus: ['-map', '1:a', '-c:a', 'libopus', '-ac', '2', '-b:a', '48k'],
}

function rtpParameters(encoded: Encoded, ssrc: number): RtpParameters {
  const codec = codecs.find(({ mimeType }) => mimeType.toLowerCase().endsWith(`/${encoded}`))
  if (codec === undefined) throw new Error(`the router does not speak ${encoded}`)
  const { preferredPayloadType: payloadType, ...rest } = codec
  return { codecs: [{ ...rest, payloadType }], encodings: [{ ssrc }], rtcp: { cname: 'encoder' } }
}

export interface Sent {
  readonly encoded: Encoded
  readonly source: SourceId
}

export interface Encoder extends AsyncDisposable {
  readonly seat: Seat
  readonly room: MediaRoom
  readonly sent: readonly Sent[]
  /** Encodes from now on, in real time, without end. */
  start(): void
}

async function enter(sfu: TestSfu): Promise<{ seat: Seat; room: MediaRoom; transport: string }> {
  const seat = newSeat(newId())
  const rtpCapabilities: SfuInput<'join'>['rtpCapabilities'] = { codecs: [], headerExtensions: [] }
  const joined = await sfu.node.handlers.join({ ...seat, rtpCapabilities, seq: 0, wish: [] })
  const room = sfu.node.rooms.find(({ id }) => id === seat.room)
  if (room === undefined) throw new Error('no room')
  return { seat, room, transport: joined.send.id }
}

/** Answers where ffmpeg sends it, which has a port of its own for RTCP. */
async function publish(room: MediaRoom, input: SfuInput<'publish'>): Promise<string> {
  const plain = await room.router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
    rtcpMux: false,
    comedia: true,
  })
  const { rtc } = room.peer(input).send
  vi.spyOn(rtc, 'produce').mockImplementationOnce((options) => plain.produce(options))
  await room.publish(input)
  const { tuple, rtcpTuple } = plain
  return `rtp://127.0.0.1:${tuple.localPort}?rtcpport=${rtcpTuple?.localPort ?? 0}&pkt_size=1200`
}

export async function openEncoder(sfu: TestSfu, wished: readonly Encoded[]): Promise<Encoder> {
  const { seat, room, transport } = await enter(sfu)
  const sent: Sent[] = []
  const outputs: string[] = []
  for (const [n, encoded] of wished.entries()) {
    const rtp = rtpParameters(encoded, 10_001 + n)
    const source = newId<'source'>()
    const kind = encoded === 'opus' ? 'microphone' : 'camera'
    const what = { source, kind, rtpParameters: rtp, paused: false } as const
    const url = await publish(room, { ...seat, transport, ...what })
    const { payloadType } = rtp.codecs[0]!
    outputs.push(...encoders[encoded], '-payload_type', String(payloadType))
    outputs.push('-ssrc', String(10_001 + n), '-f', 'rtp', url)
    sent.push({ encoded, source })
  }
  const ordered = sent.map(({ source }) => ({ source, paused: false }))
  await room.want({ room: seat.room, participant: seat.participant, seq: 1, sources: ordered })
  let ended: Promise<unknown> = Promise.resolve()
  let kill = (): void => undefined
  const start = () => {
    const test = `testsrc2=s=320x180:r=${framesPerSecond}`
    const inputs = [
      '-re',
      '-f',
      'lavfi',
      '-i',
      test,
      '-re',
      '-f',
      'lavfi',
      '-i',
      'sine=f=440:r=48000',
    ]
    const child = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...inputs, ...outputs], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    ended = once(child, 'exit')
    kill = () => void child.kill('SIGKILL')
  }
  const end = async () => {
    kill()
    await ended
  }
  return { seat, room, sent, start, [Symbol.asyncDispose]: end }
}
