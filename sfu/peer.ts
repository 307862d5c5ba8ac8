// What a room sees of whoever sends into it: a browser (MediaPeer) or a file (Player).
import type { CloseReason, Seat } from '../shared/contract/sfu.ts'
import type { Quality } from './quality.ts'

export interface Peer {
  readonly seat: Seat
  /** When it took the seat, by `performance.now()`. */
  readonly since: number
  /** False while there is no media path; a peer that never connected counts as connected. */
  readonly connected: boolean
  readonly quality: Quality
  readonly transports: readonly PeerTransport[]
  close(reason: CloseReason): void
}

export interface PeerTransport {
  readonly direction: 'send' | 'receive'
  stats(): Promise<TransportFigures>
}

export interface TransportFigures {
  readonly ice: string
  readonly dtls: string
  readonly protocol: string | null
  readonly bitsInPerSecond: number
  readonly bitsOutPerSecond: number
}
