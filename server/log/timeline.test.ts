import { describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { origin, type Fact, type Position } from '../../shared/log.ts'
import { Timeline } from './timeline.ts'

const rules = {
  evolve: (seen: readonly string[], { id }: Fact) => [...seen, id],
  reads: (type: string) => type !== 'future',
}

function factAt(seq: number, type = 'said'): Fact {
  const about = { version: 1, visibleTo: 'all' as const, at: seq, actor: null, body: {} }
  return { ...about, type, seq, id: newId() }
}

const at = ({ seq, id }: Fact): Position => ({ seq, id })

/** A timeline that has reached fact 3, and the facts 1 to 5 of its log. */
function reached() {
  const facts = [1, 2, 3, 4, 5].map((seq) => factAt(seq))
  const [first, second, third, fourth, fifth] = facts as [Fact, Fact, Fact, Fact, Fact]
  const timeline = new Timeline(rules, { state: [], position: origin }, () => undefined)
  timeline.extend(origin, [first, second, third])
  return { timeline, first, second, third, fourth, fifth }
}

describe('a timeline', () => {
  it('takes what follows, and skips what it has', () => {
    const { timeline, first, second, third, fourth, fifth } = reached()
    expect(timeline.extend(at(first), [second, third, fourth])).toBe(true)
    expect(timeline.extend(at(fourth), [fifth])).toBe(true)
    expect(timeline.extend(at(first), [second])).toBe(true)
    expect(timeline.state).toEqual([first, second, third, fourth, fifth].map(({ id }) => id))
  })

  it('takes nothing that leaves a gap or belongs to another past', () => {
    const { timeline, first, second, third, fourth, fifth } = reached()
    const before = timeline.position
    expect(timeline.extend(at(fourth), [fifth])).toBe(false)
    expect(timeline.extend({ seq: 3, id: newId() }, [fourth])).toBe(false)
    // The same numbers, but fact 3 is another one: a pull that crossed a hint from before a restore.
    expect(timeline.extend(at(first), [second, factAt(3), fourth])).toBe(false)
    expect([timeline.position, timeline.state.length]).toEqual([before, 3])
    expect(before).toEqual(at(third))
  })

  it('stops at what it cannot read, whole', () => {
    const { timeline, third, fourth } = reached()
    const facts = [fourth, factAt(5, 'future')]
    expect(() => timeline.extend(at(third), facts)).toThrow(/too old/)
    expect(timeline.position).toEqual(at(third))
  })
})
