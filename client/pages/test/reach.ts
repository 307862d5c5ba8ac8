// Whether this browser gets through: to the server, to its live connection, and to a media node by UDP, by
// TCP, and through a relay. Each answers in milliseconds, or not at all.
import type { OutputOf } from '../../../shared/contract/http/routes.ts'
import { livePath } from '../../../shared/contract/live.ts'
import { answerOf } from './answer.ts'

export type Trial = OutputOf<'media.try'>
export type TriedNode = Trial['nodes'][number]
type Transport = TriedNode['transports'][number]
export type Protocol = 'udp' | 'tcp'

const patienceMs = 8000

/** Milliseconds; null when it did not work in time. */
export type Reached = number | null

async function timed(attempt: (signal: AbortSignal) => Promise<boolean>): Promise<Reached> {
  const since = performance.now()
  const signal = AbortSignal.timeout(patienceMs)
  const worked = await attempt(signal).catch(() => false)
  return worked ? Math.round(performance.now() - since) : null
}

export function reachServer(): Promise<Reached> {
  return timed(async (signal) => {
    const answer = await fetch('/health/ready', { cache: 'no-store', signal })
    return answer.ok
  })
}

/** The door of classes, as far as its greeting. */
export function reachLive(): Promise<Reached> {
  return timed(
    (signal) =>
      new Promise((resolve) => {
        const address = new URL(`${livePath}/?EIO=4&transport=websocket`, location.href)
        address.protocol = address.protocol.replace('http', 'ws')
        const socket = new WebSocket(address)
        const end = (worked: boolean): void => {
          socket.close()
          resolve(worked)
        }
        socket.onmessage = () => end(true)
        socket.onerror = () => end(false)
        signal.onabort = () => end(false)
      }),
  )
}

/** Where media is expected: what a firewall must let through. */
export function addressesOf({ transports }: TriedNode, protocol: Protocol): string[] {
  const all = transports.flatMap(({ iceCandidates }) => iceCandidates)
  const meant = all.filter((one) => one.protocol === protocol)
  return [...new Set(meant.map(({ address, port }) => `${address}:${port}`))]
}

function connected(connection: RTCPeerConnection, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { iceConnectionState: state } = connection
      if (state === 'connected' || state === 'completed') resolve(true)
      if (state === 'failed') resolve(false)
    }
    connection.oniceconnectionstatechange = look
    signal.onabort = () => resolve(false)
    look()
  })
}

function reach(
  transport: Transport,
  candidates: Transport['iceCandidates'],
  configuration: RTCConfiguration,
): Promise<Reached> {
  return timed(async (signal) => {
    // Where a browser has none of these, nothing is reached.
    const connection = new RTCPeerConnection(configuration)
    try {
      // Something must be on offer; nothing is ever sent on it.
      connection.createDataChannel('trial')
      await connection.setLocalDescription()
      const sdp = answerOf(transport, candidates)
      await connection.setRemoteDescription({ type: 'answer', sdp })
      return await connected(connection, signal)
    } finally {
      connection.close()
    }
  })
}

/** Each protocol has a transport of its own, so that one says nothing about the other. */
export function reachMedia({ transports }: TriedNode, protocol: Protocol): Promise<Reached> {
  const transport = transports[protocol === 'udp' ? 0 : 1]
  const candidates = transport.iceCandidates.filter((one) => one.protocol === protocol)
  return candidates.length === 0 ? Promise.resolve(null) : reach(transport, candidates, {})
}

export function reachByRelay(
  { transports: [transport] }: TriedNode,
  { iceServers }: Trial,
): Promise<Reached> {
  const configuration = { iceServers, iceTransportPolicy: 'relay' } as const
  return reach(transport, transport.iceCandidates, configuration)
}
