import { expect, test } from 'vitest'
import { Waiting } from './waiting.ts'

test('who asks for a part that no segment has waits with all who do', async () => {
  const waiting = new Waiting()
  const [whole, ...others] = [Infinity, 64, 10_000, 99_999].map((part) =>
    waiting.until({ number: 0, part }),
  )
  for (const other of others) expect(other).toBe(whole)
  expect(waiting.until({ number: 0, part: 63 })).not.toBe(whole)
  waiting.tell({ number: 1, part: 0 }, false)
  expect(await whole).toBe(true)
})
