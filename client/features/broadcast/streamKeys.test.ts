// Stream keys over a room that answers as a test says.
import { expect, test, vi } from 'vitest'
import { broadcastRequests } from '../../../shared/contract/broadcast.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { labelLimit, StreamKeys, type KeyId } from './streamKeys.svelte.ts'

const key = (name: string, madeAt = 1) => ({
  ...{ key: name as KeyId, label: name, opens: false, madeAt, usedAt: null },
})
type Answer =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: { code: 'forbidden'; message: string } }

function open(answers: readonly Answer[]) {
  const asked: unknown[] = []
  const left = [...answers]
  const request = vi.fn(async (name: string, input: unknown) => {
    asked.push([name, input])
    return left.shift()
  })
  const fail = vi.fn()
  const keys = new StreamKeys({ request, fail } as unknown as Pick<Room, 'request' | 'fail'>)
  return { keys, asked, fail }
}
const gives = (output: unknown): Answer => ({ ok: true, output })
const refuses: Answer = { ok: false, error: { code: 'forbidden', message: '' } }

test('are listed with the addresses, the newest first', async () => {
  const { keys } = open([
    gives({ keys: [key('old', 1), key('new', 2)], servers: ['rtmp://a/live'] }),
  ])
  expect(keys.list).toBeNull()
  await keys.load()
  expect(keys.list?.map(({ label }) => label)).toEqual(['new', 'old'])
  expect(keys.servers).toEqual(['rtmp://a/live'])
})

test('say why they are not known', async () => {
  const { keys } = open([refuses])
  await keys.load()
  expect(keys.list).toBeNull()
  expect(keys.failed?.code).toBe('forbidden')
})

test('tell the secret of a new one until it was copied', async () => {
  const { keys, asked } = open([gives({ ...key('obs'), secret: 'abc' })])
  expect(await keys.make({ label: 'obs', opens: true })).toBe(true)
  expect(asked).toEqual([['broadcast.makeKey', { label: 'obs', opens: true }]])
  expect(keys.secret).toMatchObject({ label: 'obs', secret: 'abc' })
  expect(keys.list?.[0]).not.toHaveProperty('secret')
  keys.forget()
  expect(keys.secret).toBeNull()
  expect(keys.list).toHaveLength(1)
})

test('keep their place with another secret, and go with it when they are revoked', async () => {
  const { keys } = open([
    gives({ keys: [key('one', 1), key('two', 2)], servers: [] }),
    gives({ ...key('one', 1), secret: 'new' }),
    gives({}),
  ])
  await keys.load()
  await keys.rotate('one' as KeyId)
  expect(keys.list?.map(({ label }) => label)).toEqual(['two', 'one'])
  expect(keys.secret?.secret).toBe('new')
  await keys.revoke('one' as KeyId)
  expect(keys.list?.map(({ label }) => label)).toEqual(['two'])
  expect(keys.secret).toBeNull()
})

test('what was refused is told, and changes nothing', async () => {
  const { keys, fail } = open([refuses])
  expect(await keys.make({ label: 'obs', opens: false })).toBe(false)
  expect(fail).toHaveBeenCalledOnce()
  expect(keys.secret).toBeNull()
  expect(keys.making).toBe(false)
})

test('a label may be as long as the contract says', () => {
  const { input } = broadcastRequests['broadcast.makeKey']
  const isTaken = (length: number) =>
    input.safeParse({ label: 'x'.repeat(length), opens: false }).success
  expect([isTaken(labelLimit), isTaken(labelLimit + 1)]).toEqual([true, false])
})
