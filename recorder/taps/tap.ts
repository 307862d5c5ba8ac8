// One source as it comes from an sfu: packets in, whole frames stamped with the one clock out; what is lost is asked
// for, and told. Knows no socket and no timer: whoever owns it says when something came and when to look again.
import { StreamClock, type SenderClock } from './clock.ts'
import { depacketiserOf } from './depacketise/codecs.ts'
import type { Depacketiser } from './depacketise/depacketiser.ts'
import type { StreamFormat } from './format.ts'
import type { Frame } from './frame.ts'
import { JitterBuffer, type Released } from './jitter.ts'
import { KeyFrames } from './keyFrames.ts'
import { Reports } from './reports.ts'
import { nack, pictureLoss, type SenderReport } from './rtcp.ts'
import type { RtpPacket } from './rtp.ts'

export interface StampedFrame extends Frame {
  /** When it was made, in ms of the one clock; of one tap it only grows. */
  readonly at: number
  /** So many degrees clockwise it is turned to be seen upright. */
  readonly rotation: 0 | 90 | 180 | 270
}

export type TapEvent =
  | { readonly type: 'frame'; readonly frame: StampedFrame }
  /**
   * So many packets are lost, after what was made `after` (null: nothing came yet); of pictures nothing follows
   * before the next key frame. 0 packets: the stream began anew.
   */
  | { readonly type: 'gap'; readonly packets: number; readonly after: number | null }

export interface TapStats {
  /** Packets: came, among them again on demand, twice or too late; never came. */
  readonly packets: number
  readonly recovered: number
  readonly dropped: number
  readonly lost: number
  readonly frames: number
  readonly keyFrames: number
  readonly keyFramesAsked: number
}

export interface TapOptions {
  readonly format: StreamFormat
  /** Of the sfu worker that sends it, shared by all taps from there. */
  readonly sender: SenderClock
  /** A key frame comes at least so often, in ms; null: when the sender likes. */
  readonly keyEveryMs: number | null
  /** In ms of the one clock. */
  readonly now: () => number
  /** In ms of a clock that never steps. */
  readonly steady: () => number
  /** In ms of time in which packets could be heard. */
  readonly listened: () => number
  readonly onEvent: (event: TapEvent) => void
  /** RTCP, to where the packets come from. */
  readonly send: (bytes: Buffer) => void
}

/** Of what is paused no picture is asked for: when it flows again it begins with a whole one. */
const flowingMs = 2_000

const quarters = [0, 90, 180, 270] as const

export class Tap {
  readonly #options: TapOptions
  readonly #jitter = new JitterBuffer<RtpPacket>()
  readonly #clock: StreamClock
  readonly #depacketiser: Depacketiser
  readonly #keys: KeyFrames
  readonly #reports: Reports
  #rotation: StampedFrame['rotation'] = 0
  #after: number | null = null
  #frames = 0
  #heardAt = -Infinity

  constructor(options: TapOptions) {
    const { format, sender, keyEveryMs } = options
    this.#options = options
    this.#clock = new StreamClock({ clockRate: format.clockRate, sender })
    this.#depacketiser = depacketiserOf(format.codec)
    this.#keys = new KeyFrames(keyEveryMs)
    this.#reports = new Reports(format)
  }

  get ssrc(): number {
    return this.#options.format.ssrc
  }

  get stats(): TapStats {
    const { received, recovered, dropped, lost } = this.#jitter.counts
    const { came: keyFrames, asked: keyFramesAsked } = this.#keys
    const frames = this.#frames
    return { packets: received, recovered, dropped, lost, frames, keyFrames, keyFramesAsked }
  }

  receive(packet: RtpPacket): void {
    if (packet.payloadType !== this.#options.format.payloadType) return
    const now = this.#options.steady()
    this.#heardAt = now
    this.#clock.arrive(packet.timestamp, now)
    this.#reports.arrive(packet.timestamp, now)
    const listened = this.#options.listened()
    this.#jitter.take(packet, listened)
    this.#release(now, listened)
  }

  report(report: SenderReport): void {
    const now = this.#options.steady()
    this.#clock.report(report, now)
    this.#reports.heard(report, now)
  }

  /** The next frame need not wait for others to be seen. */
  askForKeyFrame(): void {
    this.#keys.want()
  }

  /** Some times in a second: gives up, asks again, reports. */
  look(): void {
    const { send } = this.#options
    const [now, listened] = [this.#options.steady(), this.#options.listened()]
    this.#release(now, listened)
    const missing = this.#jitter.asks(listened)
    const own = this.#reports.ssrc
    if (missing.length > 0) send(nack(own, this.ssrc, missing))
    const isFlowing = now - this.#heardAt < flowingMs
    if (isFlowing && this.#keys.isDue(now, this.#depacketiser.needsKey))
      send(pictureLoss(own, this.ssrc))
    const report = this.#reports.due(now, { ...this.#jitter.counts, highest: this.#jitter.highest })
    if (report !== null) send(report)
  }

  #release(now: number, listened: number): void {
    for (const released of this.#jitter.release(listened)) this.#take(released, now)
  }

  #take(released: Released<RtpPacket>, now: number): void {
    if (released.type === 'packet') {
      this.#turn(released.packet)
      for (const frame of this.#depacketiser.take(released.packet)) this.#tell(frame, now)
      return
    }
    this.#depacketiser.lose()
    if (released.type === 'anew') this.#clock.begin()
    const packets = released.type === 'gap' ? released.packets : 0
    this.#options.onEvent({ type: 'gap', packets, after: this.#after })
  }

  #tell(frame: Frame, steady: number): void {
    if (frame.isKey) this.#keys.see(steady)
    const at = this.#clock.at(frame.rtpTimestamp, this.#options.now() - steady)
    this.#after = at
    this.#frames += 1
    this.#options.onEvent({ type: 'frame', frame: { ...frame, at, rotation: this.#rotation } })
  }

  /** Said with the last packet of a key frame, and where it changes (3GPP TS 26.114, 7.4.5). */
  #turn({ extensions }: RtpPacket): void {
    const { orientation } = this.#options.format
    const said = orientation === null ? undefined : extensions.get(orientation)?.[0]
    if (said !== undefined) this.#rotation = quarters[said & 3] ?? 0
  }
}
