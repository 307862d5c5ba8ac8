// What a room says of its peers and sources in reports.
import type { ActualRoom } from '../shared/contract/sfu.ts'
import { MediaPeer } from './mediaPeer.ts'
import type { Peer } from './peer.ts'
import type { Source } from './source.ts'

const actualOf = ({ id, kind, paused, confirmed, always, circle }: Source) => ({
  source: id,
  kind,
  paused,
  confirmed,
  always,
  circle,
})

export const actualPeer = (
  peer: Peer,
  sources: readonly Source[],
): ActualRoom['peers'][number] => ({
  participant: peer.seat.participant,
  session: peer.seat.session,
  connected: peer.connected,
  age: performance.now() - peer.since,
  seesAsOf: peer instanceof MediaPeer ? peer.seesAsOf : null,
  sources: sources.filter(({ from }) => from === null).map(actualOf),
})

/** Nothing for what was published here. */
export function actualPiped(source: Source): ActualRoom['pipedIn'] {
  const { from, owner } = source
  return from === null ? [] : [{ ...actualOf(source), participant: owner.participant, from }]
}
