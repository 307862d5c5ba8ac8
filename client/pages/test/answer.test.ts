import { expect, test } from 'vitest'
import { answerOf } from './answer.ts'

type Transport = Parameters<typeof answerOf>[0]

const candidate = (protocol: 'udp' | 'tcp') => ({
  foundation: protocol,
  priority: 7,
  ip: '127.0.0.1',
  address: '127.0.0.1',
  port: 7710,
  protocol,
  type: 'host',
})
const transport = {
  id: 'one',
  iceParameters: { usernameFragment: 'frag', password: 'word' },
  iceCandidates: [candidate('udp'), candidate('tcp')],
  dtlsParameters: {
    fingerprints: [
      { algorithm: 'sha-1', value: 'AA' },
      { algorithm: 'sha-256', value: 'BB' },
    ],
  },
} as unknown as Transport

test('it carries what the node said and the candidates that are tried, and ends each line', () => {
  const lines = answerOf(transport, transport.iceCandidates).split('\r\n')
  expect(lines).toContain('a=ice-ufrag:frag')
  expect(lines).toContain('a=ice-pwd:word')
  expect(lines).toContain('a=fingerprint:sha-256 BB')
  expect(lines).toContain('a=candidate:udp 1 udp 7 127.0.0.1 7710 typ host')
  expect(lines).toContain('a=candidate:tcp 1 tcp 7 127.0.0.1 7710 typ host tcptype passive')
  expect(lines.at(-1)).toBe('')
})

test('only the candidates of one way are named when that way is tried', () => {
  const udp = transport.iceCandidates.filter(({ protocol }) => protocol === 'udp')
  expect(answerOf(transport, udp)).not.toContain('tcp 7')
})
