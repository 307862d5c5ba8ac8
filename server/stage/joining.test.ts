// How ways to media are counted.
import { expect, test } from 'vitest'
import { Turnstile } from '../rooms/turnstile.ts'
import { oneAfterAnother } from './joining.ts'

type Join = ReturnType<typeof oneAfterAnother>

test('who joins again has their media rebuilt; who moves has not', async () => {
  let rebuilt = 0
  const counts = { joined: () => undefined, rebuilt: () => (rebuilt += 1) }
  const join = oneAfterAnother(
    (() => Promise.resolve({})) as unknown as Join,
    new Turnstile({ now: () => 0 }),
    counts,
  )
  const sender = {
    member: { arrival: {} },
    room: { viewer: () => ({ kind: 'staff' }) },
  } as unknown as Parameters<Join>[0]
  const ask = (moving?: boolean) => join(sender, { moving } as Parameters<Join>[1])
  await ask()
  await ask(true)
  expect(rebuilt).toBe(0)
  await ask()
  expect(rebuilt).toBe(1)
})
