// Who has a seat in a room on one router. Owns the peers and closes them with itself; what they send and receive is
// not its business.
import type { CloseReason, Seat, SfuEvents, SfuInput } from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { SessionId } from '../shared/ids.ts'
import { MediaPeer } from './mediaPeer.ts'
import type { Peer } from './peer.ts'
import { sameQuality, unknownQuality, type Quality } from './quality.ts'

/** Tabs and devices of one person; a seat that never sends or receives costs no more than its two transports. */
const maxSeatsPerPerson = 12

/** Of so many times that it is asked for who changed, at one all are named. */
const allEvery = 5

export interface SeatsParts {
  /** Nobody was left for so long … */
  readonly emptyMs: number
  /** … and then this is told. */
  readonly emptied: () => void
}

export class Seats {
  readonly #parts: SeatsParts
  readonly #taken = new Map<SessionId, Peer>()
  readonly #quality = new Map<SessionId, Quality>()
  /** How often qualities were asked for. */
  #asked = 0
  #empty: NodeJS.Timeout | undefined
  #closed = false

  constructor(parts: SeatsParts) {
    this.#parts = parts
    this.#watchEmptiness()
  }

  get peers(): readonly Peer[] {
    return [...this.#taken.values()]
  }

  has({ session, participant }: Seat): boolean {
    return this.#taken.get(session)?.seat.participant === participant
  }

  peer({ session, participant }: Seat): MediaPeer {
    const peer = this.#taken.get(session)
    if (!(peer instanceof MediaPeer))
      throw new LyceumError('missing', 'This seat has not joined here.')
    if (peer.seat.participant !== participant) throw new LyceumError('forbidden')
    return peer
  }

  /** A seat that comes again replaces itself; nobody takes another participant's. */
  take(peer: Peer): void {
    const refusal = this.#refusal(peer.seat)
    if (refusal !== null) {
      peer.close('failed')
      throw refusal
    }
    this.#taken.get(peer.seat.session)?.close('replaced')
    this.#taken.set(peer.seat.session, peer)
    this.#watchEmptiness()
  }

  leave({ participant, session }: SfuInput<'leave'>): void {
    for (const peer of this.peers) {
      if (peer.seat.participant !== participant) continue
      if (session === undefined || peer.seat.session === session) peer.close('left')
    }
  }

  /** It has closed. Answers whether it had a seat. */
  left(peer: Peer): boolean {
    const { session } = peer.seat
    if (this.#taken.get(session) !== peer) return false
    this.#taken.delete(session)
    this.#quality.delete(session)
    this.#watchEmptiness()
    return true
  }

  /** Who changed since the last time this was asked; now and then all, for what is told in passing may be missed. */
  qualityChanges(): SfuEvents['quality']['peers'] {
    this.#asked += 1
    const isTold = this.#asked % allEvery === 0
    return this.peers.flatMap((peer) => {
      const { participant, session } = peer.seat
      const quality = peer.quality
      if (!isTold && sameQuality(quality, this.#quality.get(session) ?? unknownQuality)) return []
      this.#quality.set(session, quality)
      return [{ participant, session, ...quality }]
    })
  }

  close(reason: CloseReason): void {
    this.#closed = true
    clearTimeout(this.#empty)
    for (const peer of this.peers) peer.close(reason)
  }

  #refusal({ session, participant }: Seat): LyceumError | null {
    if (this.#closed) return new LyceumError('unavailable')
    const before = this.#taken.get(session)
    if (before !== undefined && before.seat.participant !== participant)
      return new LyceumError('forbidden')
    const others = this.peers.filter(
      (one) => one !== before && one.seat.participant === participant,
    )
    return others.length < maxSeatsPerPerson
      ? null
      : new LyceumError('full', 'You have sound and picture on too many devices.')
  }

  #watchEmptiness(): void {
    clearTimeout(this.#empty)
    if (this.#closed || this.#taken.size > 0) return
    this.#empty = setTimeout(() => this.#parts.emptied(), this.#parts.emptyMs)
  }
}
