// As much of SDP as Janus and a cheap peer need to find each other: one bundle, one host candidate.
import type { RtpParameters } from '../../../shared/contract/sfu.ts'
import type { Answer, Own } from './forwarder.ts'

const lines = (all: readonly string[]) => all.map((line) => `${line}\r\n`).join('')

const head = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0']

const ownLines = ({ ice, fingerprints }: Own, setup: 'actpass' | 'active'): string[] => [
  `a=ice-ufrag:${ice.usernameFragment}`,
  `a=ice-pwd:${ice.password}`,
  ...fingerprints
    .filter(({ algorithm }) => algorithm === 'sha-256')
    .map(({ value }) => `a=fingerprint:sha-256 ${value}`),
  `a=setup:${setup}`,
  'a=rtcp-mux',
]

/** For the one picture that a peer sends. */
export function offerOf(own: Own, { codecs, encodings = [] }: RtpParameters): string {
  const [codec] = codecs
  const [encoding] = encodings
  if (codec === undefined || encoding?.ssrc === undefined) throw new Error('no codec, or no SSRC')
  const { payloadType } = codec
  return lines([
    ...head,
    'a=group:BUNDLE 0',
    `m=video 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    'a=sendonly',
    ...ownLines(own, 'actpass'),
    `a=rtpmap:${payloadType} VP8/90000`,
    `a=rtcp-fb:${payloadType} nack`,
    `a=rtcp-fb:${payloadType} nack pli`,
    `a=ssrc:${encoding.ssrc} cname:bench`,
  ])
}

/** Takes all that is offered. */
export function answerTo(offer: string, own: Own): string {
  const theirs = /^a=(ice-|fingerprint|setup|candidate|end-of|ssrc|msid|rtcp-mux|extmap|sendrecv)/
  const sections = offer.split(/^(?=m=)/m).slice(1)
  const group = /^a=group:BUNDLE.*$/m.exec(offer)?.[0].trim() ?? ''
  const taken = sections.flatMap((section) => [
    ...section
      .split('\r\n')
      .filter((line) => line !== '' && !theirs.test(line))
      .map((line) => (line === 'a=sendonly' ? 'a=recvonly' : line)),
    ...ownLines(own, 'active'),
  ])
  return lines([...head, group, ...taken])
}

/** Where they wait, and in which role they shake hands with a peer that answers or offered. */
export function answerIn(sdp: string): Answer {
  const said = (pattern: RegExp): string => {
    const [, value] = pattern.exec(sdp) ?? []
    if (value === undefined) throw new Error(`no ${pattern.source} in\n${sdp}`)
    return value.trim()
  }
  const [, , , , ip = '', port = ''] = said(/^a=candidate:(.* udp .*)$/im).split(' ')
  const end = {
    ip,
    port: Number(port),
    ice: { usernameFragment: said(/^a=ice-ufrag:(.*)$/m), password: said(/^a=ice-pwd:(.*)$/m) },
  }
  const role = said(/^a=setup:(.*)$/m) === 'active' ? 'client' : 'server'
  const value = said(/^a=fingerprint:sha-256 (.*)$/im)
  return { end, dtls: { role, fingerprints: [{ algorithm: 'sha-256', value }] } }
}
