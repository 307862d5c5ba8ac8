// Both ends of one stay's media at the browser: a send and a receive transport. Mends itself by new ICE
// credentials when the network changed, and says when only a rebuild helps.
import type { Device, RtpParameters, Transport } from 'mediasoup-client/types'
import type { RequestOutput } from '../../shared/contract/index.ts'
import type { SourceKind } from '../../shared/contract/sources.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { MediaDoor } from './door.ts'

type Joined = RequestOutput<'media.join'>
type Direction = 'send' | 'receive'

/** What a producer carries on its way to the server. */
export interface Publishing extends Record<string, unknown> {
  readonly sourceKind: SourceKind
  readonly paused: boolean
  /** Of its layers, the lowest first. */
  readonly heights: readonly number[]
  /** Filled in from the server's answer: staff may have muted this kind. */
  pausedByServer?: boolean
}

interface Ports {
  readonly door: MediaDoor
  /** Told when only a rebuild helps. */
  readonly lost: () => void
  /** Told when nothing comes through, and when it does again. */
  readonly cut: (now: boolean) => void
}

/** ICE may find its way back by itself within this time. */
const patienceMs = 1500
/** Restarted and still not connected, the transport is given up. */
const restartMs = 6000

export class Transports {
  readonly send: Transport
  readonly receive: Transport
  readonly #door: MediaDoor
  readonly #lost: () => void
  readonly #cut: (now: boolean) => void
  #isCut = false
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  #closed = false

  constructor(device: Device, joined: Joined, ports: Ports) {
    this.#door = ports.door
    this.#lost = ports.lost
    this.#cut = ports.cut
    const { iceServers } = joined
    this.send = device.createSendTransport({ ...joined.send, iceServers })
    this.receive = device.createRecvTransport({ ...joined.receive, iceServers })
    this.#tend(this.send, 'send')
    this.#tend(this.receive, 'receive')
    this.send.on('produce', ({ rtpParameters, appData }, done, failed) => {
      this.#produce(rtpParameters, appData as Publishing).then(
        (source) => {
          done({ id: source })
        },
        (error: unknown) => {
          failed(error as Error)
        },
      )
    })
  }

  /** Idempotent; tracks live on. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.send.close()
    this.receive.close()
  }

  async #produce(rtpParameters: RtpParameters, publishing: Publishing): Promise<string> {
    const answer = await this.#door.request('media.publish', {
      transport: this.send.id,
      kind: publishing.sourceKind,
      rtpParameters,
      paused: publishing.paused,
      ...(publishing.heights.length === 0 ? {} : { heights: [...publishing.heights] }),
    })
    if (!answer.ok) throw LyceumError.from(answer.error)
    publishing.pausedByServer = answer.output.paused
    return answer.output.source
  }

  #tend(transport: Transport, direction: Direction): void {
    transport.on('connect', ({ dtlsParameters }, done) => {
      const asked = this.#door.request('media.connect', {
        transport: transport.id,
        dtlsParameters,
      })
      // Not waited for: what follows comes after it on the same wire, and the way opens meanwhile.
      done()
      void asked.then((answer) => {
        if (!answer.ok) this.#giveUp()
      })
    })
    transport.on('connectionstatechange', (state) => {
      this.#compare()
      if (state === 'failed') this.#giveUp()
      if (state === 'disconnected') {
        this.#after(patienceMs, () => void this.#restart(transport, direction))
      }
    })
  }

  #compare(): void {
    const cut = [this.send, this.receive].some((one) => one.connectionState === 'disconnected')
    if (this.#closed || cut === this.#isCut) return
    this.#isCut = cut
    this.#cut(cut)
  }

  async #restart(transport: Transport, direction: Direction): Promise<void> {
    if (transport.connectionState !== 'disconnected') return
    const answer = await this.#door.request('media.restartIce', {
      transport: transport.id,
      direction,
    })
    if (this.#closed) return
    if (!answer.ok) {
      // No connection at all: it comes back first, and then finds the media lost or well.
      if (answer.error.code !== 'unavailable') this.#giveUp()
      return
    }
    try {
      await transport.restartIce({ iceParameters: answer.output.iceParameters })
    } catch {
      // A browser in a state that cannot be mended: only new transports help.
      this.#giveUp()
      return
    }
    this.#after(restartMs, () => {
      if (transport.connectionState !== 'connected') this.#giveUp()
    })
  }

  /** The connection is back: a transport that is not well gets new credentials at once. */
  check(): void {
    if (this.send.connectionState === 'disconnected') void this.#restart(this.send, 'send')
    if (this.receive.connectionState === 'disconnected') void this.#restart(this.receive, 'receive')
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      act()
    }, ms)
    this.#timers.add(timer)
  }

  #giveUp(): void {
    if (!this.#closed) this.#lost()
  }
}
