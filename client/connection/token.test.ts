import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TokenKeeper } from './token.ts'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

const life = 600_000
/** A token of the server's as its holder reads it. */
const tokenUntil = (end: number): string => `head.${btoa(JSON.stringify({ exp: end / 1000 }))}.sign`

async function keeper() {
  const fetch = vi.fn(() => Promise.resolve(tokenUntil(Date.now() + life)))
  const tokens = new TokenKeeper(fetch)
  await tokens.get()
  return { tokens, fetch }
}

test('the next is asked for when two thirds are over, and the next after that', async () => {
  const { tokens, fetch } = await keeper()
  const renew = vi.fn(() => Promise.resolve(tokenUntil(Date.now() + life)))
  tokens.accepted(0, renew)
  await vi.advanceTimersByTimeAsync((life * 2) / 3 - 1)
  expect(renew).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1 + (life * 2) / 3)
  expect(renew).toHaveBeenCalledTimes(2)
  expect(await tokens.get()).toBe(tokenUntil(Date.now() + life))
  expect(fetch).toHaveBeenCalledOnce()
})

test('one that was not given is asked for again before the old one ends', async () => {
  const { tokens } = await keeper()
  const fresh = tokenUntil(2 * life)
  const renew = vi.fn(() => Promise.resolve(fresh as string | null)).mockResolvedValueOnce(null)
  tokens.accepted(0, renew)
  await vi.advanceTimersByTimeAsync((life * 8) / 9)
  expect(renew).toHaveBeenCalledTimes(2)
  expect(await tokens.get()).toBe(fresh)
})

test('stopped while one is asked for, it takes that one and asks for no other', async () => {
  const { tokens } = await keeper()
  const fresh = tokenUntil(2 * life)
  const answers: ((token: string) => void)[] = []
  const renew = vi.fn(() => new Promise<string>((resolve) => answers.push(resolve)))
  tokens.accepted(0, renew)
  await vi.advanceTimersByTimeAsync((life * 2) / 3)
  tokens.stop()
  answers[0]?.(fresh)
  await vi.advanceTimersByTimeAsync(10 * life)
  expect(renew).toHaveBeenCalledOnce()
  expect(await tokens.get()).toBe(fresh)
})
