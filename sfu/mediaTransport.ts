// One WebRTC transport of a seat, and whether packets can pass on it.
import type { types } from 'mediasoup'
import type { DtlsParameters, IceParameters, TransportParameters } from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { PeerTransport, TransportFigures } from './peer.ts'

/** Where bandwidth estimation starts. Too low and a class begins blurred, too high and it begins with loss. */
const initialBitsPerSecond = 1_200_000
const maxIncomingBitsPerSecond = 6_000_000
/**
 * What is always believed of a link, for pictures: a small one at half its rate. Of a link over which nothing is
 * sent nothing more is learnt, and after a burst of loss the estimate would stay near nothing.
 */
const leastBitsPerSecond = 80_000

export type Path = 'new' | 'open' | 'lost'

export interface MediaTransportOptions {
  readonly router: types.Router
  readonly webRtcServer: types.WebRtcServer
  readonly direction: 'send' | 'receive'
  readonly iceConsentSeconds: number
}

export class MediaTransport implements PeerTransport {
  readonly direction: 'send' | 'receive'
  readonly rtc: types.WebRtcTransport
  #connecting = false
  onPath: (path: Path, cause: string) => void = () => undefined

  private constructor(rtc: types.WebRtcTransport, direction: 'send' | 'receive') {
    this.rtc = rtc
    this.direction = direction
    rtc.on('icestatechange', () => this.onPath(this.path, 'ice'))
    rtc.on('dtlsstatechange', () => this.onPath(this.path, 'dtls'))
  }

  static async create(options: MediaTransportOptions): Promise<MediaTransport> {
    const rtc = await options.router.createWebRtcTransport({
      webRtcServer: options.webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      iceConsentTimeout: options.iceConsentSeconds,
      initialAvailableOutgoingBitrate: initialBitsPerSecond,
    })
    if (options.direction === 'send') await rtc.setMaxIncomingBitrate(maxIncomingBitsPerSecond)
    else await rtc.setMinOutgoingBitrate(leastBitsPerSecond)
    return new MediaTransport(rtc, options.direction)
  }

  get id(): string {
    return this.rtc.id
  }

  get path(): Path {
    const { iceState, dtlsState } = this.rtc
    if (iceState === 'disconnected' || dtlsState === 'failed' || dtlsState === 'closed')
      return 'lost'
    return dtlsState === 'connected' ? 'open' : 'new'
  }

  get parameters(): TransportParameters {
    const { id, iceParameters, iceCandidates, dtlsParameters } = this.rtc
    return { id, iceParameters, iceCandidates, dtlsParameters }
  }

  async connect(dtlsParameters: DtlsParameters): Promise<void> {
    if (this.#connecting) throw new LyceumError('conflict', 'This transport is connected already.')
    this.#connecting = true
    try {
      await this.rtc.connect({ dtlsParameters })
    } catch (error) {
      this.#connecting = false
      throw new LyceumError('invalid', `DTLS parameters: ${messageOf(error)}`)
    }
  }

  restartIce(): Promise<IceParameters> {
    return this.rtc.restartIce()
  }

  async stats(): Promise<TransportFigures> {
    const [stat] = await this.rtc.getStats()
    return {
      ice: this.rtc.iceState,
      dtls: this.rtc.dtlsState,
      protocol: this.rtc.iceSelectedTuple?.protocol ?? null,
      bitsInPerSecond: stat?.recvBitrate ?? 0,
      bitsOutPerSecond: stat?.sendBitrate ?? 0,
    }
  }

  close(): void {
    this.rtc.close()
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
