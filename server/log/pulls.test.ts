import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newId, type LogId } from '../../shared/ids.ts'
import { origin, type Position } from '../../shared/log.ts'
import { MemoryStore } from './memoryStore.ts'
import { pullShared } from './pulls.ts'
import type { LogPosition, LogStore } from './store.ts'

const length = 12
const first: LogId = newId<'room'>()
const logs = [first, newId<'room'>()]

async function filled() {
  const store = new MemoryStore()
  const places = new Map<LogId, Position[]>()
  for (const log of logs) {
    const facts = Array.from({ length }, (_, index) => ({
      ...{ seq: index + 1, id: newId<'fact'>(), actor: null, key: `k${index}`, ordinal: 0 },
      ...{ type: 'said', version: 1, visibleTo: 'all' as const, body: {}, redacts: [] },
    }))
    await store.append([{ log, kind: 'ledger', after: origin, facts, due: null }])
    places.set(log, [origin, ...facts.map(({ seq, id }) => ({ seq, id }))])
  }
  return { store, places }
}

const question = fc.record({
  log: fc.constantFrom(...logs),
  seq: fc.nat({ max: length + 2 }),
  forged: fc.boolean(),
})

function counting(store: LogStore) {
  let asked = 0
  const pull: LogStore['pull'] = (positions, limit) => {
    asked += positions.length
    return store.pull(positions, limit)
  }
  return { pull, asked: () => asked }
}

it('answers each as if it had asked alone', async () => {
  const { store, places } = await filled()
  const positionOf = ({ log, seq, forged }: { log: LogId; seq: number; forged: boolean }) => {
    const kept = forged ? undefined : places.get(log)?.[seq]
    return { log, position: kept ?? { seq, id: newId<'fact'>() } } satisfies LogPosition
  }
  await fc.assert(
    fc.asyncProperty(fc.array(question, { maxLength: 12 }), async (questions) => {
      const asked = questions.map(positionOf)
      const shared = await pullShared(store, asked, length)
      for (const [index, one] of asked.entries()) {
        const [alone] = await store.pull([one], length)
        expect(shared[index]?.facts).toEqual(alone?.facts)
        expect(shared[index]?.continues).toBe(alone?.continues)
      }
    }),
  )
})

it('asks once for a class that comes back', async () => {
  const { store, places } = await filled()
  const { pull, asked } = counting(store)
  const back = (places.get(first) ?? []).map((position) => ({ log: first, position }))
  await pullShared({ pull }, back, length)
  expect(asked()).toBe(1)
})

it('says that there is more where whoever is furthest back uses up the limit', async () => {
  const { store, places } = await filled()
  const two = (places.get(first) ?? []).slice(0, 2)
  const asked = two.map((position) => ({ log: first, position }))
  const answers = await pullShared(store, asked, 3)
  const told = answers.map(({ facts, more }) => [facts.length, more])
  expect(told).toEqual([
    [3, true],
    [2, true],
  ])
})
