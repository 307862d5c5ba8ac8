// A bad network between an sfu and a recorder: of the packets of media some never come, however often they are sent
// again, some are lost once, and all come in another order. What it does depends on nothing but what passes.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { TapEnd } from '../../shared/contract/sfu.ts'
import { isRtcp } from '../taps/rtp.ts'

export interface Badness {
  /** One of so many is lost the first time. */
  readonly loseOneOf: number
  /** One of so many never comes. */
  readonly neverOneOf: number
  /** So late some are, in ms. */
  readonly lateMs: number
}

export interface Relay extends AsyncDisposable {
  /** What the sfu takes for the recorder. */
  readonly recorderEnd: TapEnd
  /** What the recorder takes for the sfu. */
  readonly sfuEnd: TapEnd
  readonly counts: { passed: number; lost: number; never: ReadonlySet<number> }
  join(sfu: TapEnd, recorder: TapEnd): void
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}

const endOf = (socket: Socket): TapEnd => {
  const { address: ip, port } = socket.address()
  return { ip, port }
}

export async function openRelay(badness: Badness): Promise<Relay> {
  const [toSfu, toRecorder] = await Promise.all([bound(), bound()])
  const never = new Set<number>()
  const counts = { passed: 0, lost: 0, never }
  const seen = new Set<number>()
  const timers = new Set<NodeJS.Timeout>()
  let first: number | null = null
  const isLost = (sequence: number): boolean => {
    first ??= sequence
    const place = (sequence - first) & 0xffff
    if (place % badness.neverOneOf === badness.neverOneOf - 1) never.add(sequence)
    if (never.has(sequence)) return true
    const isFirstTime = !seen.has(sequence)
    seen.add(sequence)
    return isFirstTime && place % badness.loseOneOf === badness.loseOneOf - 1
  }
  const join = (sfu: TapEnd, recorder: TapEnd) => {
    toRecorder.on('message', (bytes) => toSfu.send(bytes, sfu.port, sfu.ip))
    toSfu.on('message', (bytes) => {
      const forward = () => toRecorder.send(bytes, recorder.port, recorder.ip)
      if (isRtcp(bytes)) {
        forward()
        return
      }
      if (isLost(bytes.readUInt16BE(2))) {
        counts.lost += 1
        return
      }
      counts.passed += 1
      // Some are overtaken by those after them.
      const late = ((counts.passed * 7) % 5) * (badness.lateMs / 4)
      const timer = setTimeout(() => {
        timers.delete(timer)
        forward()
      }, late)
      timers.add(timer)
    })
  }
  const dispose = async () => {
    for (const timer of timers) clearTimeout(timer)
    await Promise.all(
      [toSfu, toRecorder].map((socket) => new Promise<void>((done) => socket.close(done))),
    )
  }
  return {
    recorderEnd: endOf(toSfu),
    sfuEnd: endOf(toRecorder),
    ...{ counts, join, [Symbol.asyncDispose]: dispose },
  }
}
