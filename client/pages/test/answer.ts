// A media node’s answer to an offer of nothing but a data channel, as SDP: enough for a browser to look for
// a way there. Pure.
import type { OutputOf } from '../../../shared/contract/http/routes.ts'

type Transport = OutputOf<'media.try'>['nodes'][number]['transports'][number]
type Candidates = Transport['iceCandidates']

function candidateLine(candidate: Candidates[number]): string {
  const { foundation, protocol, priority, address, port } = candidate
  const passive = protocol === 'tcp' ? ' tcptype passive' : ''
  return `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ host${passive}`
}

export function answerOf(transport: Transport, candidates: Candidates): string {
  const { iceParameters, dtlsParameters } = transport
  const [fingerprint] = dtlsParameters.fingerprints.filter(
    ({ algorithm }) => algorithm === 'sha-256',
  )
  const { algorithm, value } = fingerprint ?? { algorithm: 'sha-256', value: '' }
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    'a=group:BUNDLE 0',
    `a=fingerprint:${algorithm} ${value}`,
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=setup:passive',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    'a=sctp-port:5000',
    ...candidates.map(candidateLine),
    'a=end-of-candidates',
  ]
  return `${lines.join('\r\n')}\r\n`
}
