import { describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import { ledgerRules } from './testing/ledger.ts'
import { calm, SimulatedNode, World } from './testing/world.ts'

function makeWorld() {
  const world = new World({ seed: 1, nodes: 1, faults: calm })
  const [node] = world.nodes
  if (node === undefined) throw new Error('no node')
  return { world, node, logs: node.logs, id: newId<'room'>() }
}

/** The answer of something that takes virtual time. */
async function inTime<Answer>(world: World, work: Promise<Answer>): Promise<Answer> {
  let done = false
  const settle = () => (done = true)
  work.then(settle, settle)
  await world.until(() => done)
  return work
}

const text = { name: 'say', text: 'x' } as const

describe('a registry', () => {
  it('opens a log once, for however many', async () => {
    const { world, logs, id } = makeWorld()
    let opened = 0
    logs.onOpen(() => (opened += 1))
    const holds = await inTime(world, Promise.all([logs.open(id), logs.open(id), logs.open(id)]))
    expect(new Set(holds.map(({ log }) => log)).size).toBe(1)
    expect(opened).toBe(1)
    expect(logs.loaded).toEqual([holds[0].log])
  })

  it('keeps a log while anybody holds it, and lets it go some time after', async () => {
    const { world, logs, id } = makeWorld()
    const one = await inTime(world, logs.open(id))
    const two = await inTime(world, logs.open(id))
    one.release()
    one.release()
    await world.run(10_000)
    expect(logs.peek(id)).toBe(two.log)
    two.release()
    await world.run(10_000)
    expect(logs.peek(id)).toBeNull()
    expect(two.log.ended?.refusal.reason).toBe('unloaded')
  })

  it('keeps a log that was opened again before its time was over', async () => {
    const { world, logs, id } = makeWorld()
    ;(await inTime(world, logs.open(id))).release()
    await world.run(1_500)
    const again = await inTime(world, logs.open(id))
    await world.run(10_000)
    expect(logs.peek(id)).toBe(again.log)
  })

  it('begins at the last snapshot and folds only what came after', async () => {
    const { world, logs, id } = makeWorld()
    const hold = await inTime(world, logs.open(id))
    const sends = Array.from({ length: 10 }, (_, n) =>
      hold.log.submit({ key: `${n}`, actor: 'system', command: text }),
    )
    await inTime(world, Promise.all(sends))
    hold.release()
    await world.run(10_000)
    expect((await world.store.snapshot(id, 1))?.position.seq).toBe(10)

    let folded = 0
    const evolve = (...given: Parameters<typeof ledgerRules.evolve>) => {
      folded += 1
      return ledgerRules.evolve(...given)
    }
    const other = new SimulatedNode(world)
    const counting = other.engine.registry({ kind: 'ledger', rules: { ...ledgerRules, evolve } })
    const { log } = await inTime(world, counting.open(id))
    expect([log.position.seq, log.state.texts.size, folded]).toEqual([10, 10, 0])
  })

  it('does not use a snapshot of other rules', async () => {
    const { world, logs, id } = makeWorld()
    const hold = await inTime(world, logs.open(id))
    await inTime(world, hold.log.submit({ key: 'k', actor: 'system', command: text }))
    hold.release()
    await world.run(10_000)
    const heard: Fact[] = []
    const evolve: typeof ledgerRules.evolve = (state, fact) => {
      heard.push(fact)
      return ledgerRules.evolve(state, fact)
    }
    const next = { ...ledgerRules, version: 2, evolve }
    const registry = new SimulatedNode(world).engine.registry({ kind: 'ledger', rules: next })
    await inTime(world, registry.open(id))
    expect(heard.map(({ seq }) => seq)).toEqual([1])
  })
})

describe('without the store', () => {
  it('tells those who wait in time, and carries on when the store is back', async () => {
    const { world, logs, id } = makeWorld()
    const { log } = await inTime(world, logs.open(id))
    world.faults = { ...calm, lostStatement: 1 }
    const waiting = log.submit({ key: 'k', actor: 'system', command: text })
    expect(await inTime(world, waiting)).toMatchObject({ refusal: { code: 'unavailable' } })
    expect(log.isFresh()).toBe(false)
    world.faults = calm
    const again = log.submit({ key: 'k', actor: 'system', command: text })
    expect(await inTime(world, again)).toMatchObject({ ok: true, facts: [{ seq: 1 }] })
    expect(log.isFresh()).toBe(true)
  })

  it('never refuses what may still be on its way', async () => {
    const { world, logs, id } = makeWorld()
    const { log } = await inTime(world, logs.open(id))
    // The statement runs some time after its sender has given up on it.
    world.faults = { ...calm, lateStatement: 1 }
    const take = { key: 'k', actor: 'system', command: { name: 'take' } } as const
    const first = log.submit(take)
    await world.run(30)
    world.faults = calm
    const answer = await inTime(world, first)
    await world.run(5_000)
    expect(answer).toMatchObject({ ok: true, facts: [{ type: 'taken' }] })
    expect(await inTime(world, log.submit(take))).toEqual(answer)
    expect(log.position.seq).toBe(1)
  })
})
