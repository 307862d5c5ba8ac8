// Which addresses may be sent what nothing encrypts.
import { expect, test } from 'vitest'
import { reachOf } from './reach.ts'

test.each(['127.0.0.1', '127.8.8.8', '::1'])('%s is this host', (ip) => {
  expect(reachOf(ip)).toBe('host')
})

test.each(['10.0.0.9', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fd12:3456::1'])(
  '%s is of a private network',
  (ip) => {
    expect(reachOf(ip)).toBe('network')
  },
)

test.each(['8.8.8.8', '172.32.0.1', '169.254.169.254', '0.0.0.0', '2001:db8::1', '::ffff:8.8.8.8'])(
  '%s is neither',
  (ip) => {
    expect(reachOf(ip)).toBe('public')
  },
)
