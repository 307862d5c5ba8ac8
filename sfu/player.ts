// Plays a WebM file (VP8, Opus) into a room in a loop, as a seat of its own: ffmpeg sends its packets
// as they are to two plain transports. Owns ffmpeg: restarts it when it dies, stops it with the seat.
import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { types } from 'mediasoup'
import type { Logger } from 'pino'
import type { CloseReason, RtpParameters, Seat } from '../shared/contract/sfu.ts'
import { codecs } from '../shared/contract/sfu.ts'
import type { Peer, PeerTransport } from './peer.ts'
import { unknownQuality } from './quality.ts'

const restartMs = 500
/** So many runs in a row that ended at once: the file or the ports are no good. */
const maxShortRuns = 5
const shortRunMs = 3_000
const packetBytes = 1_200
const loopback = '127.0.0.1'
/** Ends ffmpeg with this process even when this process is killed. */
const setpriv = '/usr/bin/setpriv'

export interface Stream {
  readonly map: string
  readonly payloadType: number
  readonly ssrc: number
  readonly from: Ports
  readonly to: Ports
}

export interface Ports {
  readonly rtp: number
  readonly rtcp: number
}

/** Real time, without end, nothing encoded: one RTP output for each stream. */
export function ffmpegArguments(file: string, streams: readonly Stream[]): string[] {
  const outputs = streams.flatMap(({ map, payloadType, ssrc, from, to }) => [
    ...['-map', map, '-c', 'copy', '-f', 'rtp'],
    ...['-payload_type', String(payloadType), '-ssrc', String(ssrc)],
    `rtp://${loopback}:${to.rtp}?rtcpport=${to.rtcp}` +
      `&localrtpport=${from.rtp}&localrtcpport=${from.rtcp}&pkt_size=${packetBytes}`,
  ])
  const input = ['-protocol_whitelist', 'file', '-f', 'matroska', '-i', file]
  const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'error']
  return [...quiet, '-re', '-stream_loop', '-1', ...input, ...outputs]
}

function payloadTypeOf(mimeType: string): number {
  const codec = codecs.find((candidate) => candidate.mimeType === mimeType)
  if (!codec) throw new Error(`no codec ${mimeType}`)
  return codec.preferredPayloadType
}

const tracks = {
  camera: { map: '0:v:0', mimeType: 'video/VP8', clockRate: 90_000 },
  microphone: { map: '0:a:0', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
}
type Track = keyof typeof tracks

interface Feed {
  readonly transport: types.PlainTransport
  readonly ssrc: number
  /** Where ffmpeg sends from. The same in every run: a transport listens to one sender. */
  readonly from: Ports
}

export interface PlayerOptions {
  readonly seat: Seat
  readonly file: string
  readonly router: types.Router
  readonly onClose: (player: Player, reason: CloseReason) => void
  readonly log: Logger
}

export class Player implements Peer {
  readonly seat: Seat
  readonly connected = true
  readonly quality = unknownQuality
  readonly transports: readonly PeerTransport[] = []
  readonly #options: PlayerOptions
  readonly #feeds: Record<Track, Feed>
  #ffmpeg: ChildProcess | null = null
  #startedAt = 0
  #shortRuns = 0
  #restart: NodeJS.Timeout | null = null
  #closed = false

  private constructor(options: PlayerOptions, feeds: Record<Track, Feed>) {
    this.#options = options
    this.seat = options.seat
    this.#feeds = feeds
  }

  static async create(options: PlayerOptions): Promise<Player> {
    const [camera, microphone] = await Promise.all([feed(options.router), feed(options.router)])
    return new Player(options, { camera, microphone })
  }

  get file(): string {
    return this.#options.file
  }

  /** Null while it is between two runs. */
  get pid(): number | null {
    return this.#ffmpeg?.pid ?? null
  }

  produce(
    track: Track,
    options: { kind: 'audio' | 'video'; paused: boolean },
  ): Promise<types.Producer> {
    const { mimeType, clockRate } = tracks[track]
    const codec = { mimeType, clockRate, payloadType: payloadTypeOf(mimeType) }
    const rtpParameters: RtpParameters = {
      codecs: [track === 'microphone' ? { ...codec, channels: 2 } : codec],
      encodings: [{ ssrc: this.#feeds[track].ssrc }],
      rtcp: { cname: this.seat.session },
    }
    return this.#feeds[track].transport.produce({ ...options, rtpParameters })
  }

  start(): void {
    if (this.#closed || this.#ffmpeg) return
    const streams = (['camera', 'microphone'] as const).map((track) => this.#stream(track))
    const command = ['ffmpeg', ...ffmpegArguments(this.file, streams)]
    const bound = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', ...command] : command
    const [program = 'ffmpeg', ...rest] = bound
    const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#ffmpeg = child
    this.#startedAt = performance.now()
    this.#options.log.info({ ...this.seat, ffmpeg: child.pid }, 'playing')
    child.stderr.on('data', (text: Buffer) =>
      this.#options.log.debug({ ffmpegSays: text.toString() }),
    )
    child.once('error', (error) => this.#onEnd(child, error.message))
    child.once('exit', (code, signal) => this.#onEnd(child, signal ?? `code ${code ?? '?'}`))
  }

  close(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#restart) clearTimeout(this.#restart)
    this.#ffmpeg?.kill('SIGKILL')
    for (const { transport } of Object.values(this.#feeds)) transport.close()
    this.#options.onClose(this, reason)
  }

  #stream(track: Track): Stream {
    const { transport, ssrc, from } = this.#feeds[track]
    const { map, mimeType } = tracks[track]
    return { map, payloadType: payloadTypeOf(mimeType), ssrc, from, to: portsOf(transport) }
  }

  #onEnd(child: ChildProcess, why: string): void {
    if (this.#ffmpeg !== child) return
    this.#ffmpeg = null
    if (this.#closed) return
    const short = performance.now() - this.#startedAt < shortRunMs
    this.#shortRuns = short ? this.#shortRuns + 1 : 0
    if (this.#shortRuns >= maxShortRuns) {
      this.#options.log.error({ ...this.seat, why }, 'ffmpeg does not stay; no more playing')
      this.close('failed')
      return
    }
    this.#options.log.warn({ ...this.seat, why }, 'ffmpeg ended; playing again')
    this.#restart = setTimeout(() => this.start(), restartMs)
  }
}

async function feed(router: types.Router): Promise<Feed> {
  const [transport, rtp, rtcp] = await Promise.all([
    router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: loopback },
      rtcpMux: false,
    }),
    freeUdpPort(),
    freeUdpPort(),
  ])
  await transport.connect({ ip: loopback, port: rtp, rtcpPort: rtcp })
  return { transport, ssrc: randomInt(1, 2 ** 31), from: { rtp, rtcp } }
}

function portsOf({ tuple, rtcpTuple }: types.PlainTransport): Ports {
  return { rtp: tuple.localPort, rtcp: rtcpTuple?.localPort ?? tuple.localPort }
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, loopback)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}
