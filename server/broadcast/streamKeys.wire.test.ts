// Stream keys over a real database: whose they are, what is kept of them, and what recorders are told.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AccountId } from '../../shared/ids.ts'
import { openScene, type Scene } from '../http/testing/scene.ts'
import type { StreamKeyStore } from './streamKeys.ts'

let scene: Scene
let store: StreamKeyStore
const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const encoder = { label: 'Hall', opens: false }

beforeAll(async () => {
  scene = await openScene()
  store = scene.site.door.streamKeys
})
afterAll(() => scene[Symbol.asyncDispose]())

test('a key is known by its hash alone, and its secret is told once', async () => {
  const { room } = scene
  const { secret, ...made } = await store.make({ room }, encoder)
  expect(await store.list({ room })).toEqual([made])
  expect(await store.all()).toMatchObject({ keys: [{ key: made.key, hash: sha(secret) }] })
  const { rows } = await scene.site.db.query('SELECT * FROM stream_keys')
  expect(JSON.stringify(rows)).not.toContain(secret)
})

test('a rotated key has another secret, a revoked one none, and every change is newer', async () => {
  const { room } = scene
  const first = await store.make({ room }, encoder)
  const before = await store.all()
  const second = await store.rotate({ room }, first.key)
  const rotated = await store.all()
  expect(rotated.revision).toBeGreaterThan(before.revision)
  const hashes = rotated.keys.map(({ hash }) => hash)
  expect(hashes).toContain(sha(second.secret))
  expect(hashes).not.toContain(sha(first.secret))
  await store.revoke({ room }, first.key)
  const revoked = await store.all()
  expect(revoked.revision).toBeGreaterThan(rotated.revision)
  expect(revoked.keys.map(({ key }) => key)).not.toContain(first.key)
  expect(await store.use(first.key)).toBeNull()
})

test('nobody has a say about the keys of others', async () => {
  const { room, accounts } = scene
  const account: AccountId = accounts.student.id
  const { key } = await store.make({ room }, encoder)
  await expect(store.rotate({ account }, key)).rejects.toMatchObject({ code: 'missing' })
  await expect(store.revoke({ account }, key)).rejects.toMatchObject({ code: 'missing' })
  expect(await store.use(key)).toMatchObject({ room, account: null, opens: false })
})

test('so many and no more', async () => {
  const account: AccountId = scene.accounts.teacher.id
  for (let n = 0; n < 20; n += 1) await store.make({ account }, encoder)
  await expect(store.make({ account }, encoder)).rejects.toMatchObject({ code: 'conflict' })
})

test('a key of a person goes where they teach now, before where they will', async () => {
  const { site, accounts, browsers, room } = scene
  const { classTaughtBy } = site.door
  const soon = new Date(site.clock.now() + 2 * 3600_000).toISOString().slice(0, 16)
  const body = { title: 'Soon', start: soon, zone: 'UTC', duration: 45 }
  await browsers.owner.call('classes.plan', { body })
  expect(await classTaughtBy(accounts.student.id)).toBeNull()
  expect(await classTaughtBy(accounts.teacher.id)).toBe(room)
})
