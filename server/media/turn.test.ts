import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { readConfig } from '../config.ts'
import { iceServersBy } from './turn.ts'

const urls = ['turn:turn.example.org', 'turns:turn.example.org:443?transport=tcp']
const secret = 'shared with coturn'

it('gives everybody a name and a password of their own, which end by themselves', () => {
  const [ada, ben] = [newId<'participant'>(), newId<'participant'>()]
  const now = Date.UTC(2026, 10, 22, 12)
  const iceServersFor = iceServersBy({ urls, secret }, () => now)
  const [given] = iceServersFor(ada)
  expect(given?.urls).toEqual(urls)
  expect(given?.username).toBe(`${Date.UTC(2026, 10, 23) / 1_000}:${ada}`)
  expect(iceServersFor(ada, 60_000)[0]?.username).toBe(`${now / 1_000 + 60}:${ada}`)
  const password = createHmac('sha1', secret).update(given?.username ?? '')
  expect(given?.credential).toBe(password.digest('base64'))
  expect(iceServersFor(ben)[0]?.credential).not.toBe(given?.credential)
})

it('gives nothing where there is no TURN', () => {
  expect(iceServersBy(null, () => 0)(newId())).toEqual([])
})

const needed = { DATABASE_URL: 'postgres://x', CLUSTER_SECRET: 'c'.repeat(16), LYCEUM_DATA: '/x' }

it('is configured by addresses and a secret, which belong together', () => {
  expect(readConfig(needed).turn).toBeNull()
  const both = { ...needed, TURN_URLS: urls.join(', '), TURN_SECRET: 's'.repeat(16) }
  expect(readConfig(both).turn).toEqual({ urls, secret: 's'.repeat(16) })
  expect(() => readConfig({ ...both, TURN_SECRET: undefined })).toThrow('belong together')
  expect(() => readConfig({ ...both, TURN_URLS: 'https://turn.example.org' })).toThrow('TURN_URLS')
})
