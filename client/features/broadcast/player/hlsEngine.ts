// An engine by Media Source Extensions: hls.js, set for a short delay. Comes with its library in a file of its own, and
// only when there is something to be watched.
import Hls, { ErrorDetails, ErrorTypes, Events, type ErrorData, type HlsConfig } from 'hls.js'
import { mainPlaylist } from './addresses.ts'
import type { Engine, Opening, Reach, Trouble } from './engine.ts'
import { dateAt, reachOf, timeAt, type Dated } from './timeline.ts'

/** Behind the end of the playlist, in seconds: three parts of the recorder's, and a little for the way. */
const behind = 1.5
/** More behind than that it jumps. */
const mostBehind = 8
/** Faster than that one hears it. */
const catchUpRate = 1.08
/** Its players stumble over a rate that changes. */
const isAppleTouch = (): boolean =>
  /iP(hone|ad|od)/.test(navigator.userAgent) ||
  (navigator.userAgent.includes('Mac') && navigator.maxTouchPoints > 1)

/** In seconds, of what was played and what will be. */
const kept = { back: 30, ahead: 20 }
const seconds = 1_000

/** Sizes, rates and states of what is fetched, and one random name for the session; no address, no person. */
const reported = [
  'bl',
  'br',
  'bs',
  'd',
  'mtp',
  'ot',
  'pr',
  'sf',
  'sid',
  'st',
  'sta',
  'su',
  'tb',
  'v',
]

const isPlaylist = (address: string): boolean => new URL(address).pathname.endsWith('.m3u8')

/** All of it since the beginning, not only what whoever watches live needs. */
function fromStart(address: string): string {
  const whole = new URL(address)
  whole.searchParams.set('from', 'start')
  return whole.href
}

const retries = (times: number) => ({
  maxNumRetry: times,
  retryDelayMs: seconds / 2,
  maxRetryDelayMs: 4 * seconds,
})
/** A playlist is waited for at the origin, for six seconds at the longest. */
const patience = (times: number) => ({
  default: {
    maxTimeToFirstByteMs: 10 * seconds,
    maxLoadTimeMs: 20 * seconds,
    timeoutRetry: retries(2),
    errorRetry: retries(times),
  },
})

function configOf({ token, at, beganAt }: Opening): Partial<HlsConfig> {
  return {
    lowLatencyMode: true,
    liveSyncDuration: behind,
    liveMaxLatencyDuration: mostBehind,
    liveSyncOnStallIncrease: 0.5,
    maxLiveSyncPlaybackRate: isAppleTouch() ? 1 : catchUpRate,
    liveDurationInfinity: true,
    startPosition: at === null ? -1 : Math.max(0, (at - beganAt) / seconds),
    backBufferLength: kept.back,
    maxBufferLength: kept.ahead,
    maxMaxBufferLength: 2 * kept.ahead,
    capLevelToPlayerSize: true,
    // What comes is fragmented MP4 already: there is nothing to be done beside the page.
    enableWorker: false,
    startFragPrefetch: true,
    playlistLoadPolicy: patience(8),
    fragLoadPolicy: patience(4),
    manifestLoadPolicy: patience(2),
    cmcd: { version: 2, useHeaders: true, includeKeys: reported as never },
    xhrSetup: async (xhr, address) => {
      const bearer = await token()
      xhr.open('GET', at !== null && isPlaylist(address) ? fromStart(address) : address, true)
      xhr.setRequestHeader('Authorization', `Bearer ${bearer}`)
    },
  }
}

const codecs: ReadonlySet<ErrorDetails> = new Set([
  ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR,
  ErrorDetails.BUFFER_ADD_CODEC_ERROR,
  ErrorDetails.BUFFER_INCOMPATIBLE_CODECS_ERROR,
])
const ofManifest: ReadonlySet<ErrorDetails> = new Set([
  ErrorDetails.MANIFEST_LOAD_ERROR,
  ErrorDetails.MANIFEST_LOAD_TIMEOUT,
  ErrorDetails.MANIFEST_PARSING_ERROR,
])

function troubleOf({ details, type, response }: ErrorData): Trouble {
  if (codecs.has(details)) return 'codec'
  if (response?.code === 401 || response?.code === 403) return 'denied'
  if (ofManifest.has(details)) return 'missing'
  return type === ErrorTypes.NETWORK_ERROR ? 'network' : 'media'
}

export class HlsEngine implements Engine {
  readonly #hls: Hls
  readonly #opening: Opening
  /** Until what was wanted first is shown. */
  #wanted: number | null

  constructor(opening: Opening) {
    this.#opening = opening
    this.#wanted = opening.at
    this.#hls = new Hls(configOf(opening))
    this.follow(opening.at === null)
    this.#listen()
    this.#hls.loadSource(new URL(`${opening.folder}${mainPlaylist}`, location.href).href)
    this.#hls.attachMedia(opening.video)
  }

  get date(): number | null {
    return dateAt(this.#segments, this.#opening.video.currentTime)
  }

  get reach(): Reach | null {
    return reachOf(this.#segments)
  }

  seek(date: number): void {
    const time = timeAt(this.#segments, date)
    if (time !== null) this.#opening.video.currentTime = time
  }

  seekLive(): void {
    const time = this.#hls.liveSyncPosition
    if (time !== null) this.#opening.video.currentTime = time
  }

  follow(isLive: boolean): void {
    const { config } = this.#hls
    config.maxLiveSyncPlaybackRate = isLive && !isAppleTouch() ? catchUpRate : 1
    config.liveMaxLatencyDuration = isLive ? mostBehind : Infinity
    if (!isLive) this.#opening.video.playbackRate = 1
  }

  choose(quality: number | null): void {
    this.#hls.nextLevel = quality ?? -1
  }

  limit(lines: number | null): void {
    const fitting = this.#hls.levels.findLastIndex(({ height }) => height <= (lines ?? Infinity))
    this.#hls.autoLevelCapping = lines === null ? -1 : Math.max(0, fitting)
  }

  reload(): void {
    this.#hls.startLoad()
  }

  recover(): void {
    this.#hls.recoverMediaError()
  }

  close(): void {
    this.#hls.destroy()
  }

  get #segments(): readonly Dated[] {
    return this.#hls.latestLevelDetails?.fragments ?? []
  }

  #listen(): void {
    const { events } = this.#opening
    this.#hls.on(Events.MANIFEST_PARSED, () => {
      events.qualities(this.#hls.levels.map(({ height, bitrate }) => ({ lines: height, bitrate })))
    })
    this.#hls.on(Events.LEVEL_SWITCHED, (_, { level }) => {
      events.shows(level)
    })
    this.#hls.on(Events.LEVEL_UPDATED, () => {
      this.#settle()
    })
    this.#hls.on(Events.ERROR, (_, error) => {
      events.erred(error.details)
      if (error.fatal) events.stopped(troubleOf(error))
    })
  }

  /** Where a time is in the playlist is known when it is there; what was asked of the library was a guess. */
  #settle(): void {
    if (this.#wanted === null) return
    const time = timeAt(this.#segments, this.#wanted)
    if (time === null) return
    this.#wanted = null
    const { video } = this.#opening
    if (Math.abs(video.currentTime - time) > 1 && video.readyState > 0) video.currentTime = time
  }
}
