// Plays a WebM file (VP8, Opus) into a room in a loop, as a seat of its own: ffmpeg sends its packets
// as they are to two plain transports. Owns ffmpeg: restarts it when it dies, stops it with the seat.
import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { types } from 'mediasoup'
import type { Logger } from 'pino'
import type { CloseReason, RtpParameters, Seat } from '../shared/contract/sfu.ts'
import { codecs } from '../shared/contract/sfu.ts'
import type { Peer, PeerTransport } from './peer.ts'
import { unknownQuality } from './quality.ts'

const restartMs = 1_000
const packetBytes = 1_200
const loopback = '127.0.0.1'
/** Ends ffmpeg with this process even when this process is killed. */
const setpriv = '/usr/bin/setpriv'

export interface Stream {
  readonly map: string
  readonly payloadType: number
  readonly ssrc: number
  readonly rtpPort: number
  readonly rtcpPort: number
}

/** Real time, without end, nothing encoded: one RTP output for each stream. */
export function ffmpegArguments(file: string, streams: readonly Stream[]): string[] {
  const outputs = streams.flatMap(({ map, payloadType, ssrc, rtpPort, rtcpPort }) => [
    ...['-map', map, '-c', 'copy', '-f', 'rtp'],
    ...['-payload_type', String(payloadType), '-ssrc', String(ssrc)],
    `rtp://${loopback}:${rtpPort}?rtcpport=${rtcpPort}&pkt_size=${packetBytes}`,
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
  readonly #plain: Record<Track, types.PlainTransport>
  readonly #ssrc: Record<Track, number>
  #ffmpeg: ChildProcess | null = null
  #restart: NodeJS.Timeout | null = null
  #closed = false

  private constructor(options: PlayerOptions, plain: Record<Track, types.PlainTransport>) {
    this.#options = options
    this.seat = options.seat
    this.#plain = plain
    this.#ssrc = { camera: randomInt(1, 2 ** 31), microphone: randomInt(1, 2 ** 31) }
  }

  static async create(options: PlayerOptions): Promise<Player> {
    const plain = () =>
      options.router.createPlainTransport({
        listenInfo: { protocol: 'udp', ip: loopback },
        rtcpMux: false,
        comedia: true,
      })
    const [camera, microphone] = await Promise.all([plain(), plain()])
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
      encodings: [{ ssrc: this.#ssrc[track] }],
      rtcp: { cname: this.seat.session },
    }
    return this.#plain[track].produce({ ...options, rtpParameters })
  }

  start(): void {
    if (this.#closed || this.#ffmpeg) return
    const streams = (['camera', 'microphone'] as const).map((track) => this.#stream(track))
    const command = ['ffmpeg', ...ffmpegArguments(this.file, streams)]
    const bound = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', ...command] : command
    const [program = 'ffmpeg', ...rest] = bound
    const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#ffmpeg = child
    child.stderr.on('data', (text: Buffer) => this.#options.log.debug({ ffmpeg: text.toString() }))
    child.once('error', (error) => this.#onEnd(child, error.message))
    child.once('exit', (code, signal) => this.#onEnd(child, signal ?? `code ${code ?? '?'}`))
  }

  close(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#restart) clearTimeout(this.#restart)
    this.#ffmpeg?.kill('SIGKILL')
    for (const transport of Object.values(this.#plain)) transport.close()
    this.#options.onClose(this, reason)
  }

  #stream(track: Track): Stream {
    const transport = this.#plain[track]
    return {
      map: tracks[track].map,
      payloadType: payloadTypeOf(tracks[track].mimeType),
      ssrc: this.#ssrc[track],
      rtpPort: transport.tuple.localPort,
      rtcpPort: transport.rtcpTuple?.localPort ?? transport.tuple.localPort,
    }
  }

  #onEnd(child: ChildProcess, why: string): void {
    if (this.#ffmpeg !== child) return
    this.#ffmpeg = null
    if (this.#closed) return
    this.#options.log.warn({ ...this.seat, why }, 'ffmpeg ended; playing again')
    this.#restart = setTimeout(() => this.start(), restartMs)
  }
}
