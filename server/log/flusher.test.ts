// One log that throws costs the others nothing, and costs itself no later flush.
import { expect, test, vi } from 'vitest'
import { testId } from '../../shared/room/testing.ts'
import { origin } from '../../shared/log.ts'
import { Flusher, type Flushable } from './flusher.ts'
import type { Append, AppendOutcome } from './store.ts'

function scene() {
  const failed: string[] = []
  const recorder = { failed: (what: string) => failed.push(what), flushed: vi.fn() }
  const store = {
    append: (appends: readonly Append[]) =>
      Promise.resolve(
        new Map(appends.map(({ log }) => [log, { result: 'won', at: 1 } satisfies AppendOutcome])),
      ),
  }
  const clock = { elapsed: () => 0 }
  const flusher = new Flusher({ store, clock, recorder } as never)
  const settled: string[] = []
  const log = (n: number, tricks: Partial<Flushable> = {}): Flushable => {
    const id = testId<'room'>(n)
    return {
      id,
      take: () => ({ log: id, kind: 'room', after: origin, facts: [], due: null }),
      settle: ({ result }) => settled.push(`${n} ${result}`),
      ...tricks,
    }
  }
  return { flusher, failed, settled, log }
}

const broken = () => {
  throw new Error('broken')
}

test('a log that throws when it is taken from leaves the others flushed', async () => {
  const { flusher, failed, settled, log } = scene()
  flusher.wake(log(1, { take: broken }))
  flusher.wake(log(2))
  await vi.waitFor(() => expect(settled).toEqual(['2 won']))
  expect(failed).toEqual(['taking from a log'])
})

test('a log that throws when it is settled leaves the others settled, and flushing goes on', async () => {
  const { flusher, failed, settled, log } = scene()
  flusher.wake(log(1, { settle: broken }))
  flusher.wake(log(2))
  await vi.waitFor(() => expect(settled).toEqual(['2 won']))
  flusher.wake(log(3))
  await vi.waitFor(() => expect(settled).toEqual(['2 won', '3 won']))
  expect(failed).toEqual(['settling a log'])
})
