// Plays a WebM file (VP8, Opus) into a room in a loop, as a seat of its own: ffmpeg sends its packets
// as they are, a feed for each stream takes them. Owns ffmpeg: restarts it when it dies, stops it
// with the seat.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { types } from 'mediasoup'
import type { Logger } from 'pino'
import type { CloseReason, Seat } from '../shared/contract/sfu.ts'
import { Feed } from './feed.ts'
import type { Peer, PeerTransport } from './peer.ts'
import { unknownQuality } from './quality.ts'

const restartMs = 500
/** So many runs in a row that ended at once: the file or the ports are no good. */
const maxShortRuns = 5
const shortRunMs = 3_000
const packetBytes = 1_200
/** Ends ffmpeg with this process even when this process is killed. */
const setpriv = '/usr/bin/setpriv'

export interface Stream {
  readonly map: string
  readonly payloadType: number
  readonly ssrc: number
  readonly port: number
}

/** Real time, without end, nothing encoded: one RTP output for each stream. */
export function ffmpegArguments(file: string, streams: readonly Stream[]): string[] {
  const outputs = streams.flatMap(({ map, payloadType, ssrc, port }) => [
    ...['-map', map, '-c', 'copy', '-f', 'rtp'],
    ...['-payload_type', String(payloadType), '-ssrc', String(ssrc)],
    `rtp://127.0.0.1:${port}?rtcpport=${port}&pkt_size=${packetBytes}`,
  ])
  const input = ['-protocol_whitelist', 'file', '-f', 'matroska', '-i', file]
  const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'error']
  return [...quiet, '-re', '-stream_loop', '-1', ...input, ...outputs]
}

const maps = { camera: '0:v:0', microphone: '0:a:0' }
type Track = keyof typeof maps

export interface PlayerOptions {
  readonly seat: Seat
  readonly file: string
  readonly router: types.Router
  readonly onClose: (player: Player, reason: CloseReason) => void
  readonly log: Logger
}

export class Player implements Peer {
  readonly seat: Seat
  readonly since = performance.now()
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
    const [camera, microphone] = await Promise.all([
      Feed.create(options.router, 'video'),
      Feed.create(options.router, 'audio'),
    ])
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
    options: { kind: 'audio' | 'video'; paused: boolean; keyFrameRequestDelay: number },
  ): Promise<types.Producer> {
    return this.#feeds[track].produce(options, this.seat.session)
  }

  start(): void {
    if (this.#closed || this.#ffmpeg) return
    for (const feed of Object.values(this.#feeds)) feed.beginRun()
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
    for (const feed of Object.values(this.#feeds)) feed.close()
    this.#options.onClose(this, reason)
  }

  #stream(track: Track): Stream {
    const { ssrc, payloadType, port } = this.#feeds[track]
    return { map: maps[track], payloadType, ssrc, port }
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
