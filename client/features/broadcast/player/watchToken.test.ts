// The token of a broadcast is asked for before it is needed, and once for all who need it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WatchToken, type Watching } from './watchToken.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

const life = 120_000

function open() {
  let made = 0
  const ask = vi.fn(async (): Promise<Watching | null> => {
    made += 1
    return { token: `token ${made}`, expiresAt: Date.now() + life }
  })
  return { ask, token: new WatchToken(ask, () => Date.now()) }
}

test('all who ask at once share one answer', async () => {
  const { ask, token } = open()
  expect(await Promise.all([token.get(), token.get()])).toEqual(['token 1', 'token 1'])
  expect(ask).toHaveBeenCalledOnce()
  token.close()
})

test('the next is there at half of its life', async () => {
  const { ask, token } = open()
  await token.get()
  await vi.advanceTimersByTimeAsync(life / 2 - 1)
  expect(ask).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(1)
  expect(await token.get()).toBe('token 2')
  token.close()
})

test('while there is no answer it is asked for again, and the old one lasts as long as it is believed', async () => {
  const { ask, token } = open()
  await token.get()
  ask.mockResolvedValue(null)
  await vi.advanceTimersByTimeAsync(life - 1)
  expect(ask.mock.calls.length).toBeGreaterThan(4)
  expect(await token.get()).toBe('token 1')
  token.close()
})

test('one that ended is not given, and none is an error', async () => {
  const { ask, token } = open()
  ask.mockResolvedValueOnce(null)
  await expect(token.get()).rejects.toThrow('no token')
  expect(await token.get()).toBe('token 1')
  token.discard()
  expect(await token.get()).toBe('token 2')
  token.close()
  await vi.advanceTimersByTimeAsync(2 * life)
  expect(ask).toHaveBeenCalledTimes(3)
})
