import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Moment } from '../../shared/contract/http/boards.ts'
import { thinned } from './past.ts'

const gaps = fc.array(fc.record({ gap: fc.nat(90_000), wiped: fc.integer({ min: 0, max: 20 }) }), {
  maxLength: 400,
})

/** Changes of a page that was wiped now and then. */
function changesOf(steps: readonly { gap: number; wiped: number }[]): Moment[] {
  let last: Moment = { epoch: 0, seq: 0, at: 1_000 }
  return steps.map(({ gap, wiped }) => {
    const at = last.at + gap
    last = wiped === 0 ? { epoch: last.epoch + 1, seq: 1, at } : { ...last, seq: last.seq + 1, at }
    return last
  })
}

it('keeps all that are few, and of many the last of each time, in order', () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 50 }), (steps, most) => {
      const changes = changesOf(steps)
      const kept = thinned(changes, most)
      if (changes.length <= most) expect(kept).toEqual(changes)
      const epochs = new Set(changes.map(({ epoch }) => epoch)).size
      expect(kept.length).toBeLessThanOrEqual(Math.max(changes.length && most + 1, 0) + epochs)
      expect(kept).toEqual(changes.filter((one) => kept.includes(one)))
      expect(kept.at(-1)).toBe(changes.at(-1))
      // What a page was before it was wiped can always be had.
      const lasts = changes.filter(({ epoch }, n) => changes[n + 1]?.epoch !== epoch)
      for (const one of lasts) expect(kept).toContain(one)
    }),
  )
})
