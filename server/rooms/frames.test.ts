import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fact, Position, Visibility } from '../../shared/log.ts'
import { show } from '../../shared/room/marks.ts'
import { testId } from '../../shared/room/testing.ts'
import { sees, type Viewer } from '../../shared/room/viewer.ts'
import { cutFrames, viewKinds, type Told } from './frames.ts'

const people = [1, 2, 3].map((n) => testId<'participant'>(n))
const visibilities: fc.Arbitrary<Visibility> = fc.oneof(
  fc.constantFrom<Visibility>('everyone', 'all', ['staff']),
  fc.subarray(people, { minLength: 1 }),
  fc.subarray(people).map((named): Visibility => ['staff', ...named]),
)
const ticks = fc.array(fc.array(visibilities, { minLength: 1, maxLength: 5 }), { maxLength: 8 })

function factAt(seq: number, visibleTo: Visibility): Fact {
  const id = testId<'fact'>(seq)
  return { seq, id, at: 0, actor: 'system', type: 'x', version: 1, visibleTo, body: {} }
}

/** What one reader has after all ticks, applying frames by the client's rule. */
function receive(viewer: Viewer, script: readonly (readonly Visibility[])[]) {
  let told: Told = { staff: 0, member: 0, waiting: 0 }
  let have = 0
  const got: number[] = []
  const log: Fact[] = []
  for (const tick of script) {
    const facts = tick.map((visibleTo, index) => factAt(log.length + index + 1, visibleTo))
    log.push(...facts)
    const upto: Position = { seq: log.length, id: testId<'fact'>(log.length) }
    const before = told
    const cut = cutFrames(facts, upto, told)
    told = cut.told
    const frame = cut.named.includes(viewer.participant)
      ? { after: before[viewer.kind], upto, facts: show(facts, viewer) }
      : cut.frames.get(viewer.kind)
    if (frame === undefined || frame.upto.seq <= have) continue
    expect(frame.after).toBeLessThanOrEqual(have)
    got.push(...frame.facts.filter(({ seq }) => seq > have).map(({ seq }) => seq))
    have = frame.upto.seq
  }
  return { got, log }
}

describe('frames', () => {
  test('every reader gets exactly the facts they may see, once, in order, without a pull', () => {
    const viewers = fc.record({
      participant: fc.constantFrom(...people, testId<'participant'>(9)),
      kind: fc.constantFrom(...viewKinds),
    })
    fc.assert(
      fc.property(viewers, ticks, (viewer, script) => {
        const { got, log } = receive(viewer, script)
        const wanted = log.filter((fact) => sees(viewer, fact.visibleTo)).map(({ seq }) => seq)
        expect(got).toEqual(wanted)
      }),
    )
  })

  test('a view without a visible fact gets no frame and stays where it was told', () => {
    const told: Told = { staff: 4, member: 4, waiting: 4 }
    const cut = cutFrames([factAt(5, ['staff'])], { seq: 5, id: testId(5) }, told)
    expect([...cut.frames.keys()]).toEqual(['staff'])
    expect(cut.told).toEqual({ staff: 5, member: 4, waiting: 4 })
  })
})
