import { describe, expect, it } from 'vitest'
import { newId, type LogId } from '../../shared/ids.ts'
import { rendezvous } from './rendezvous.ts'
import { dueOf, startSteward, type Chores } from './steward.ts'
import { ledgerRules, type LedgerCommand, type LedgerState } from './testing/ledger.ts'
import { calm, World, type SimulatedNode } from './testing/world.ts'

const bob = newId<'participant'>()
const heldMs = 3_000

/** Whoever holds the token drops it after a while: by a fact of the installation. */
function choresFrom(start: number): Chores<LedgerState, LedgerCommand> {
  return ({ holder, texts }) =>
    holder !== null && texts.size === 0
      ? [{ at: start + heldMs, key: 'release', command: { name: 'say', text: 'time is up' } }]
      : []
}

function makeWorld(nodes: number) {
  const world = new World({ seed: 7, nodes, faults: calm })
  const chores = choresFrom(world.now)
  const start = (node: SimulatedNode, isSteward: (log: LogId) => boolean) => {
    const due = dueOf(chores)
    const registry = node.engine.registry({ kind: 'ledger', rules: ledgerRules, due, idleMs: 500 })
    const { clock, recorder } = node
    const { store } = world
    const stop = startSteward({ registry, store, clock, recorder, chores, isSteward })
    return { registry, stop }
  }
  const factsOf = async (log: LogId) =>
    (await world.store.read(log, { after: 0, upto: 99, limit: 99 })).map(({ raw }) => raw)
  return { world, start, factsOf, log: newId<'room'>() }
}

async function take(
  world: World,
  registry: ReturnType<ReturnType<typeof makeWorld>['start']>['registry'],
  id: LogId,
) {
  let hold: Awaited<ReturnType<typeof registry.open>> | undefined
  void registry.open(id).then(async (opened) => {
    await opened.log.submit({ key: 'take', actor: bob, command: { name: 'take' } })
    hold = opened
  })
  await world.until(() => hold !== undefined)
  return hold
}

describe('the steward', () => {
  it('does what is due, when it is due, once', async () => {
    const { world, start, factsOf, log } = makeWorld(1)
    const [node] = world.nodes
    const { registry } = start(node!, () => true)
    const began = world.now
    await take(world, registry, log)
    await world.run(20_000)
    const facts = await factsOf(log)
    expect(facts.map(({ type, actor }) => [type, actor])).toEqual([
      ['taken', bob],
      ['said', 'system'],
    ])
    expect(facts[1]!.at - began).toBeGreaterThanOrEqual(heldMs - 20)
    expect(facts[1]!.at - began).toBeLessThan(heldMs + 500)
  })

  it('is harmless when there are several, or none', async () => {
    for (const stewards of [() => true, () => false]) {
      const { world, start, factsOf, log } = makeWorld(3)
      const registries = world.nodes.map((node) => start(node, stewards).registry)
      for (const registry of registries) {
        void registry.open(log)
        await world.run(50)
      }
      await take(world, registries[0]!, log)
      await world.run(20_000)
      expect((await factsOf(log)).map(({ type }) => type)).toEqual(['taken', 'said'])
    }
  })

  it('finds logs that nobody has loaded', async () => {
    const { world, start, factsOf, log } = makeWorld(2)
    const [first, second] = world.nodes
    const { registry, stop } = start(first!, () => false)
    const hold = await take(world, registry, log)
    hold?.release()
    stop()
    first!.kill()
    start(second!, (id) => rendezvous(id, ['only']) === 'only')
    await world.run(20_000)
    expect((await factsOf(log)).map(({ type }) => type)).toEqual(['taken', 'said'])
    expect(await world.store.due('ledger', world.now, 10)).toEqual([])
  })

  it('does nothing after it was stopped', async () => {
    const { world, start, factsOf, log } = makeWorld(1)
    const { registry, stop } = start(world.nodes[0]!, () => true)
    await take(world, registry, log)
    stop()
    await world.run(20_000)
    expect((await factsOf(log)).map(({ type }) => type)).toEqual(['taken'])
  })
})
