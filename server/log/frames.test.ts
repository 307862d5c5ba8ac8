import { describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { Fact, Position } from '../../shared/log.ts'
import { frameOf, joinSpans, type Span } from './frames.ts'

function factAt(seq: number): Fact {
  const about = { type: 'said', version: 1, visibleTo: 'all' as const, at: seq, actor: null }
  return { ...about, seq, id: newId(), body: {} }
}

function spanOf(after: number, facts: readonly Fact[]): Span {
  const last = facts.at(-1)
  const start: Position = { seq: after, id: newId() }
  return { after: start, upto: last ? { seq: last.seq, id: last.id } : start, facts }
}

describe('frames', () => {
  it('hold what the reader may see, and reach over what it may not', () => {
    const span = spanOf(4, [5, 6, 7].map(factAt))
    const frame = frameOf(span, ({ seq }) => seq === 6)
    expect(frame).toMatchObject({ after: 4, upto: { seq: 7 } })
    expect(frame.facts.map(({ seq }) => seq)).toEqual([6])
    expect(frameOf(span, () => false)).toMatchObject({ after: 4, upto: { seq: 7 }, facts: [] })
  })

  it('join only what follows', () => {
    const [first, second] = [spanOf(0, [1, 2].map(factAt)), spanOf(2, [factAt(3)])]
    const whole = joinSpans(first, second)
    expect(whole.facts.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect([whole.after, whole.upto]).toEqual([first.after, second.upto])
    expect(() => joinSpans(second, first)).toThrow('do not follow')
  })
})
