// The thread in which all ferries of a process come and go, so that nothing else it does delays a packet or the
// moment at which one was seen. Speaks for those who speak, and notes for how long no voice came.
import { createSocket } from 'node:dgram'
import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { goFirst } from '../../sfu/precedence.ts'
import { Ferry, type End } from './ferry.ts'
import type { Reel } from './film.ts'
import { numbered } from './vp8.ts'

export type Ask =
  | { readonly ask: 'open'; readonly ferry: number; readonly sfu: End; readonly peer: End }
  | { readonly ask: 'close'; readonly ferry: number }
  /** What somebody hears by this ferry, and whose it is. */
  | {
      readonly ask: 'listen'
      readonly ferry: number
      readonly ssrc: number
      readonly ear: number
      readonly stream: string
    }
  | { readonly ask: 'send'; readonly port: number; readonly ssrc: number; readonly stream: Stream }
  | { readonly ask: 'count' }
  /** Reads and says nothing for so long. */
  | { readonly ask: 'rest'; readonly ms: number }
  /** Whether what was asked to be sent is. */
  | { readonly ask: 'flow'; readonly flows: boolean }
  | { readonly ask: 'take'; readonly ear: number }

/** Frames that come again and again. */
export interface Stream {
  readonly payloadType: number
  readonly clockRate: number
  readonly everyMs: number
  /** Of each frame the payloads of its packets. */
  readonly frames: Reel
  /** The frame with which it begins; null: each is whole, and none needs a number. */
  readonly film: { readonly from: number } | null
  /** Of the voice in it, in decibels below the loudest (RFC 6464). */
  readonly quiet?: number
}

export type Told =
  /** RTP packets that arrived since the beginning, for whomever. */
  | { readonly told: 'count'; readonly packets: number }
  | { readonly told: 'lost'; readonly ferry: number }
  /** What came since this was told before: ferry, SSRC, RTP timestamp. */
  | { readonly told: 'came'; readonly packets: readonly (readonly [number, number, number])[] }
  | { readonly told: 'gap'; readonly ear: number; readonly ms: number }

const loopback = '127.0.0.1'
/** By which a voice's packets say how loud they are. */
export const levelId = 1
const tellEvery = 100
interface Voice {
  last: number
  longest: number
}

let flows = true

/** One header extension, of one byte, as RFC 8285 packs it. */
const levelExtension = (id: number, quiet: number) =>
  Buffer.from([0xbe, 0xde, 0, 1, id << 4, 0x80 | quiet, 0, 0])

/** The packets of a stream, one frame after the other. */
class Show {
  readonly #ssrc: number
  readonly #stream: Stream
  readonly #extension: Buffer
  #frames = 0
  #packets = 0

  constructor(ssrc: number, stream: Stream) {
    this.#ssrc = ssrc
    this.#stream = stream
    const { quiet } = stream
    this.#extension = quiet === undefined ? Buffer.alloc(0) : levelExtension(levelId, quiet)
  }

  next(): Buffer[] {
    const { frames, film, everyMs, clockRate } = this.#stream
    const number = this.#frames
    this.#frames += 1
    const payloads = frames[(number + (film?.from ?? 0)) % frames.length] ?? []
    const timestamp = Math.round((number * everyMs * clockRate) / 1_000) % 2 ** 32
    return payloads.map((payload, n) => {
      const whole = film === null ? payload : numbered(payload, number)
      const isLast = n === payloads.length - 1
      return Buffer.concat([this.#header(timestamp, isLast), this.#extension, whole])
    })
  }

  #header(timestamp: number, isLast: boolean): Buffer {
    const header = Buffer.alloc(12)
    header[0] = this.#extension.length === 0 ? 0x80 : 0x90
    header[1] = (isLast ? 0x80 : 0) | this.#stream.payloadType
    header.writeUInt16BE(this.#packets & 0xffff, 2)
    header.writeUInt32BE(timestamp, 4)
    header.writeUInt32BE(this.#ssrc, 8)
    this.#packets += 1
    return header
  }
}

/** Sends as many frames as are due, however late it is woken. */
function send({ port, ssrc, stream }: Extract<Ask, { ask: 'send' }>): void {
  const { everyMs } = stream
  const show = new Show(ssrc, stream)
  const socket = createSocket('udp4')
  let began = performance.now()
  let sent = 0
  setInterval(() => {
    const due = Math.floor((performance.now() - began) / everyMs)
    if (!flows) began = performance.now() - sent * everyMs
    for (; flows && sent < due; sent += 1)
      for (const packet of show.next()) socket.send(packet, port, loopback)
  }, everyMs)
}

/** What comes meanwhile lies in the queues of the sockets, which overflow. */
function rest(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

class Quay {
  readonly #tell: (told: Told) => void
  readonly #ferries = new Map<number, Promise<Ferry>>()
  readonly #streams = new Map<string, { readonly ear: number; readonly stream: string }>()
  readonly #heard = new Map<number, Map<string, Voice>>()
  #came = new Map<string, readonly [number, number, number]>()
  #arrivedInAll = 0

  constructor(tell: (told: Told) => void) {
    this.#tell = tell
    setInterval(() => {
      if (this.#came.size > 0) tell({ told: 'came', packets: [...this.#came.values()] })
      this.#came = new Map()
    }, tellEvery)
  }

  hear(said: Ask): void {
    if (said.ask === 'open') this.#open(said)
    else if (said.ask === 'close') void this.#ferries.get(said.ferry)?.then((one) => one.close())
    else if (said.ask === 'listen') this.#streams.set(`${said.ferry} ${said.ssrc}`, said)
    else if (said.ask === 'send') send(said)
    else if (said.ask === 'rest') rest(said.ms)
    else if (said.ask === 'flow') flows = said.flows
    else if (said.ask === 'count') this.#tell({ told: 'count', packets: this.#arrivedInAll })
    else this.#take(said.ear)
  }

  #open({ ferry, sfu, peer }: Extract<Ask, { ask: 'open' }>): void {
    const opening = Ferry.open({
      sfu,
      peer,
      arrived: (ssrc, timestamp) => {
        this.#arrived(ferry, ssrc, timestamp)
      },
      lost: () => {
        this.#tell({ told: 'lost', ferry })
      },
    })
    this.#ferries.set(ferry, opening)
  }

  #arrived(ferry: number, ssrc: number, timestamp: number): void {
    this.#arrivedInAll += 1
    const key = `${ferry} ${ssrc}`
    this.#came.set(key, [ferry, ssrc, timestamp])
    const { ear, stream } = this.#streams.get(key) ?? {}
    if (ear === undefined || stream === undefined) return
    const now = performance.now()
    const voices = this.#heard.get(ear) ?? new Map<string, Voice>()
    this.#heard.set(ear, voices)
    const { last = now, longest = 0 } = voices.get(stream) ?? {}
    voices.set(stream, { last: now, longest: Math.max(longest, now - last) })
  }

  #take(ear: number): void {
    const now = performance.now()
    const voices = [...(this.#heard.get(ear)?.values() ?? [])]
    const ms = Math.max(0, ...voices.map(({ last, longest }) => Math.max(longest, now - last)))
    for (const voice of voices) voice.longest = 0
    this.#tell({ told: 'gap', ear, ms })
  }
}

if (parentPort !== null) {
  // Whoever measures must not wait for what is measured.
  if (process.platform === 'linux') goFirst(Number(basename(readlinkSync('/proc/thread-self'))))
  const port = parentPort
  const quay = new Quay((told) => {
    port.postMessage(told)
  })
  port.on('message', (said: Ask) => {
    quay.hear(said)
  })
}
