// What a load is put on: something that passes what some publish on to others, over WebRTC.
import type { types } from 'mediasoup'
import type { RtpParameters } from '../../../shared/contract/sfu.ts'
import type { End } from '../../peers/ferry.ts'

/** A peer's end of its one connection. */
export interface Own {
  readonly ice: types.IceParameters
  readonly fingerprints: types.DtlsFingerprint[]
}

export interface Answer {
  readonly end: End
  /** As the peer is to take it: in which role the other end is. */
  readonly dtls: types.DtlsParameters
}

interface Offered {
  readonly iceParameters: types.IceParameters
  readonly iceCandidates: readonly Pick<types.IceCandidate, 'protocol' | 'address' | 'port'>[]
  readonly dtlsParameters: { readonly fingerprints: readonly types.DtlsFingerprint[] }
}

export interface Forwarder extends AsyncDisposable {
  /** All that forwards, and what steers it. */
  readonly pids: readonly number[]
  /** Of these, what forwards. */
  readonly workers: readonly number[]
  /** For a peer that sends one picture. */
  publish(own: Own, rtp: RtpParameters): Promise<Answer>
  /** For a peer that receives the first so many of what is published. */
  subscribe(own: Own, count: number): Promise<Answer>
}

/** Where a media worker waits for a peer, by what it tells browsers. */
export function answerOf({ iceParameters: ice, iceCandidates, dtlsParameters }: Offered): Answer {
  const candidate = iceCandidates.find(({ protocol }) => protocol === 'udp')
  if (candidate === undefined) throw new Error('no UDP is offered')
  const end = { ip: candidate.address, port: candidate.port, ice }
  return { end, dtls: { role: 'server', fingerprints: [...dtlsParameters.fingerprints] } }
}
