import { assert, integer, property, uniqueArray, uuid } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rendezvous } from './rendezvous.ts'

const nodes = uniqueArray(uuid(), { minLength: 2, maxLength: 8 })

describe('rendezvous', () => {
  it('has nobody among none', () => {
    expect(rendezvous('log', [])).toBeNull()
  })

  it('chooses the same whatever the order', () => {
    assert(
      property(uuid(), nodes, (log, list) => {
        expect(rendezvous(log, list.toReversed())).toBe(rendezvous(log, list))
      }),
    )
  })

  it('moves only what the lost node had', () => {
    assert(
      property(uuid(), nodes, integer({ min: 0, max: 7 }), (log, list, place) => {
        const lost = list[place % list.length]
        const before = rendezvous(log, list)
        const after = rendezvous(
          log,
          list.filter((node) => node !== lost),
        )
        if (before === lost) expect(after).not.toBe(lost)
        else expect(after).toBe(before)
      }),
    )
  })

  it('spreads logs evenly', () => {
    const counts = new Map<string | null, number>()
    for (let n = 0; n < 3_000; n += 1) {
      const node = rendezvous(`log ${n}`, ['a', 'b', 'c'])
      counts.set(node, (counts.get(node) ?? 0) + 1)
    }
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150)
  })
})
