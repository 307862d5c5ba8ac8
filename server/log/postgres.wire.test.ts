// Two nodes on one real PostgreSQL: whatever they do to the same logs, nothing is lost or doubled.
import { expect, it } from 'vitest'
import { newId, type LogId } from '../../shared/ids.ts'
import { freshDatabase } from '../../infra/test/postgres.ts'
import { machineClock } from '../clock.ts'
import { migrate } from '../storage/migrate.ts'
import { openPools } from '../storage/pools.ts'
import { startLogEngine } from './engine.ts'
import { HintBus, signedHints } from './hints.ts'
import { PostgresStore } from './postgresStore.ts'
import { ledgerRules } from './testing/ledger.ts'

function startNode(pools: ReturnType<typeof openPools>, bus: HintBus | null) {
  const hints = bus && {
    hints: signedHints({ channel: bus.channel(), secret: 's', onForged: () => undefined }),
  }
  const store = new PostgresStore(pools)
  const engine = startLogEngine({ store, clock: machineClock, ...hints })
  return { engine, store, logs: engine.registry({ kind: 'ledger', rules: ledgerRules }) }
}

async function hammer(options: { logs: number; commands: number; hints: boolean }) {
  await using db = await freshDatabase()
  await migrate(db.url)
  await using pools = openPools({ url: db.url })
  const bus = options.hints ? new HintBus() : null
  const nodes = [startNode(pools, bus), startNode(pools, bus)]
  const ids = Array.from({ length: options.logs }, () => newId() as LogId)
  const answered = new Map<string, readonly string[]>()

  const submitAll = async (id: LogId, node: (typeof nodes)[number], name: string) => {
    using hold = await node.logs.open(id)
    const { log } = hold
    const one = async (n: number) => {
      const command = { name: n % 5 === 0 ? 'sayTwice' : 'say', text: `${name} ${n}` } as const
      const outcome = await log.submit({ key: `${name}-${n}`, actor: 'system', command })
      if (!outcome.ok) throw new Error(outcome.refusal.code)
      answered.set(
        `${id} ${name} ${n}`,
        outcome.facts.map((fact) => fact.id),
      )
    }
    await Promise.all(Array.from({ length: options.commands }, (_, n) => one(n)))
  }
  await Promise.all(ids.flatMap((id) => nodes.map((node, n) => submitAll(id, node, `node${n}`))))

  const store = new PostgresStore(pools)
  const inLogs = new Set<string>()
  for (const id of ids) {
    const facts = await store.read(id, { after: 0, upto: 1e9, limit: 1e6 })
    expect(facts.map(({ raw }) => raw.seq)).toEqual(facts.map((_, index) => index + 1))
    const times = facts.map(({ raw }) => raw.at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    for (const { raw } of facts) inLogs.add(raw.id)
    for (const { logs } of nodes) {
      using hold = await logs.open(id)
      await hold.log.sync()
      expect(hold.log.state).toEqual(
        facts.reduce((s, { raw }) => ledgerRules.evolve(s, raw), ledgerRules.initial),
      )
    }
  }
  const acknowledged = [...answered.values()].flat()
  expect(answered.size).toBe(options.logs * options.commands * 2)
  expect(new Set(acknowledged)).toEqual(inLogs)
  expect(acknowledged).toHaveLength(inLogs.size)
  await Promise.all(nodes.map(({ engine }) => engine.close()))
}

it('keeps one log that two nodes write to, with hints', () =>
  hammer({ logs: 1, commands: 500, hints: true }))

it('keeps one log that two nodes write to, without hints', () =>
  hammer({ logs: 1, commands: 300, hints: false }))

it('keeps twenty logs that two nodes write to', () =>
  hammer({ logs: 20, commands: 100, hints: true }))
