// The one UDP socket of a recorder: what comes is told apart by who sends it and its SSRC, and given to its tap. Owns
// the socket, and the timer by which taps look for what is due.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Incarnation } from '../../shared/ids.ts'
import type { TapEnd, TapOffer } from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'
import { SenderClock } from './clock.ts'
import { streamFormat } from './format.ts'
import { Listening } from './listening.ts'
import { isRtcp, readRtp } from './rtp.ts'
import { readSenderReports } from './rtcp.ts'
import { Tap, type TapEvent } from './tap.ts'

export interface TapSocketOptions {
  readonly ip: string
  /** 0 is any that is free. */
  readonly port: number
  /** In ms of the one clock. */
  readonly now: () => number
}

export interface TapWish {
  readonly offer: Pick<TapOffer, 'end' | 'rtpParameters'>
  /** Of the sfu's worker: the clock of its packets. */
  readonly incarnation: Incarnation
  /** A key frame comes at least so often, in ms; null: when the sender likes. */
  readonly keyEveryMs: number | null
  readonly onEvent: (event: TapEvent) => void
}

export interface OpenTap {
  readonly stats: Tap['stats']
  askForKeyFrame(): void
  close(): void
}

export interface TapSocketStats {
  readonly taps: number
  /** Packets of nobody. */
  readonly strange: number
  /** What the system keeps while nobody reads, with what it needs itself. */
  readonly bufferBytes: number
}

/** What comes while this process is busy is kept by the system: as much of these as it allows. */
const bufferBytes = [4, 1, 0.25].map((mebibytes) => mebibytes * 1_024 * 1_024)
const lookEveryMs = 10

const keyOf = ({ ip, port }: TapEnd, ssrc: number): string => `${ip} ${port} ${ssrc}`

function widen(socket: Socket): void {
  for (const bytes of bufferBytes) {
    try {
      socket.setRecvBufferSize(bytes)
      return
    } catch {
      // Some systems refuse what is too much instead of giving what they can.
    }
  }
}

interface Sender {
  readonly clock: SenderClock
  taps: number
}

export class TapSocket implements AsyncDisposable {
  readonly #socket: Socket
  readonly #now: () => number
  readonly #taps = new Map<string, Tap>()
  readonly #listening = new Listening()
  readonly #senders = new Map<Incarnation, Sender>()
  #looking: NodeJS.Timeout | null = null
  #strange = 0

  private constructor(socket: Socket, now: () => number) {
    this.#socket = socket
    this.#now = now
    socket.on('message', (bytes, { address, port }) => {
      this.#receive(bytes, { ip: address, port })
    })
    // What cannot be sent is lost, as anything else may be.
    socket.on('error', () => undefined)
  }

  static async open({ ip, port, now }: TapSocketOptions): Promise<TapSocket> {
    const socket = createSocket(ip.includes(':') ? 'udp6' : 'udp4')
    socket.bind(port, ip)
    await once(socket, 'listening')
    widen(socket)
    return new TapSocket(socket, now)
  }

  /** Where sfus send to. */
  get end(): TapEnd {
    const { address: ip, port } = this.#socket.address()
    return { ip, port }
  }

  get stats(): TapSocketStats {
    const buffer = this.#socket.getRecvBufferSize()
    return { taps: this.#taps.size, strange: this.#strange, bufferBytes: buffer }
  }

  /** Before the sfu is told to connect. Throws `invalid` for what cannot be recorded. */
  open({ offer, incarnation, keyEveryMs, onEvent }: TapWish): OpenTap {
    const format = streamFormat(offer.rtpParameters)
    const key = keyOf(offer.end, format.ssrc)
    if (this.#taps.has(key)) throw new LyceumError('conflict', 'There is such a tap.')
    const { ip, port } = offer.end
    const sender = this.#enter(incarnation)
    const tap = new Tap({
      ...{ format, sender: sender.clock, keyEveryMs, now: this.#now, onEvent },
      steady: () => performance.now(),
      listened: () => this.#listening.until(performance.now()),
      send: (bytes) => {
        this.#socket.send(bytes, port, ip)
      },
    })
    this.#taps.set(key, tap)
    this.#looking ??= setInterval(() => this.#look(), lookEveryMs)
    return {
      get stats() {
        return tap.stats
      },
      askForKeyFrame: () => {
        tap.askForKeyFrame()
      },
      close: () => {
        if (this.#taps.get(key) === tap) this.#close(key, incarnation)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopLooking()
    this.#taps.clear()
    await new Promise<void>((done) => this.#socket.close(done))
  }

  #enter(incarnation: Incarnation): Sender {
    const sender = this.#senders.get(incarnation) ?? { clock: new SenderClock(), taps: 0 }
    this.#senders.set(incarnation, sender)
    sender.taps += 1
    return sender
  }

  #close(key: string, incarnation: Incarnation): void {
    this.#taps.delete(key)
    const sender = this.#senders.get(incarnation)
    if (sender !== undefined) sender.taps -= 1
    if (sender?.taps === 0) this.#senders.delete(incarnation)
    if (this.#taps.size === 0) this.#stopLooking()
  }

  #stopLooking(): void {
    if (this.#looking) clearInterval(this.#looking)
    this.#looking = null
  }

  #look(): void {
    for (const tap of this.#taps.values()) tap.look()
  }

  #receive(bytes: Buffer, from: TapEnd): void {
    if (isRtcp(bytes)) {
      for (const report of readSenderReports(bytes))
        this.#taps.get(keyOf(from, report.ssrc))?.report(report)
      return
    }
    const packet = readRtp(bytes)
    const tap = packet === null ? undefined : this.#taps.get(keyOf(from, packet.ssrc))
    if (packet === null || tap === undefined) this.#strange += 1
    else tap.receive(packet)
  }
}
