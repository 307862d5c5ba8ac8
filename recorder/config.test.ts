import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const read = (env: Record<string, string> = {}) =>
  readConfig({ CLUSTER_SECRET: '0123456789abcdef', ...env })

describe('the configuration', () => {
  test('is of this machine alone without any', () => {
    expect(read({ NODE_ID: 'r', LYCEUM_DATA: '/data' })).toMatchObject({
      node: 'r',
      control: { host: '127.0.0.1', port: 7702 },
      folder: '/data/recorder',
      rtmp: { host: '127.0.0.1', port: 1935 },
      rtmps: null,
      ingest: 'rtmp://127.0.0.1:1935/live',
    })
  })

  test('encoders are told the address of the media, or their own, and of two ways the safe one', () => {
    const tls = { TLS_CERT: '/c', TLS_KEY: '/k' }
    const open = { RTMP_LISTEN: '0.0.0.0:1936', MEDIA_ADDRESS: '203.0.113.7' }
    expect(read(open).ingest).toBe('rtmp://203.0.113.7:1936/live')
    expect(read({ RTMP_LISTEN: '10.0.0.4:1936' }).ingest).toBe('rtmp://10.0.0.4:1936/live')
    expect(read({ RTMP_LISTEN: '[fd00::1]:1936' }).ingest).toBe('rtmp://[fd00::1]:1936/live')
    expect(read({ ...tls, ...open, RTMPS_LISTEN: '0.0.0.0:1443' }).ingest).toBe(
      'rtmps://203.0.113.7:1443/live',
    )
    const told = 'rtmp://ingest.example.org/live'
    expect(read({ ...open, RTMP_ADDRESS: told }).ingest).toBe(told)
    expect(read({ RTMP_LISTEN: '127.0.0.1:1935', MEDIA_ADDRESS: '203.0.113.7' }).ingest).toBe(
      'rtmp://127.0.0.1:1935/live',
    )
  })

  test.each(['', 'off'])('RTMP is switched off by "%s"', (off) => {
    expect(read({ RTMP_LISTEN: off })).toMatchObject({ rtmp: null, ingest: null })
  })

  test('names what is wrong', () => {
    expect(() => readConfig({})).toThrow(/CLUSTER_SECRET/)
    expect(() => read({ RECORDER_LISTEN: '7702' })).toThrow(/RECORDER_LISTEN/)
    expect(() => read({ RTMP_LISTEN: '1935' })).toThrow(/RTMP_LISTEN/)
    expect(() => read({ RTMP_ADDRESS: 'http://x' })).toThrow(/RTMP_ADDRESS/)
    expect(() => read({ RTMPS_LISTEN: '0.0.0.0:1443' })).toThrow(/TLS_CERT/)
  })
})
