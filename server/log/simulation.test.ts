// Hundreds of small histories of three nodes on one store, with everything that can go wrong, each from
// a seed. A failing seed is named; `LYCEUM_SEED=n` runs it alone.
import { describe, expect, it } from 'vitest'
import { newId, type LogId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import { client, observe, Reader, type Stage } from './testing/people.ts'
import { authorsOf } from './authors.ts'
import { ledgerRules } from './testing/ledger.ts'
import { calm, SimulatedNode, World, type Faults } from './testing/world.ts'

const faulty: Faults = {
  dropHint: 0.3,
  repeatHint: 0.1,
  slowHint: 0.1,
  lostStatement: 0.03,
  lostAnswer: 0.03,
  lateStatement: 0.03,
}

interface Scenario {
  readonly faults: Faults
  readonly kills: boolean
  readonly rollbacks: boolean
  /** What must have happened over all seeds, or the scenario proves nothing. */
  readonly happens: readonly string[]
}

interface History {
  readonly stage: Stage
  readonly readers: readonly Reader[]
  /** Ids of facts that a restored backup took away. */
  readonly destroyed: Set<string>
}

async function allFacts(world: World, log: LogId): Promise<Fact[]> {
  const stored = await world.store.read(log, { after: 0, upto: 1e9, limit: 1e9 })
  return stored.map(({ raw }) => raw)
}

async function rollBack({ stage, destroyed }: History): Promise<void> {
  const { world, logs } = stage
  const backup = world.store.backup()
  world.after(world.random() * 6_000, () => {
    const before = logs.map((log) => allFacts(world, log))
    world.store.restore(backup)
    const after = logs.map((log) => allFacts(world, log))
    void Promise.all([...before, ...after]).then((lists) => {
      const kept = new Set(
        lists
          .slice(logs.length)
          .flat()
          .map(({ id }) => id),
      )
      for (const { id } of lists.flat()) if (!kept.has(id)) destroyed.add(id)
    })
  })
}

function begin(node: SimulatedNode, { stage, readers }: History): void {
  for (const log of stage.logs) {
    // Without an observer a log is loaded only now and then, and unloads.
    if (stage.world.chance(0.6)) void observe(node, log).catch(() => undefined)
  }
  for (const reader of readers) {
    if (stage.world.chance(0.5)) void reader.connect(node).catch(() => undefined)
  }
}

function mishap(history: History, { kills, rollbacks }: Scenario): void {
  const { world } = history.stage
  const place = Math.floor(world.random() * world.nodes.length)
  const roll = world.random()
  if (roll < 0.3) {
    const node = world.nodes[place]
    if (node) node.pausedUntil = world.now + world.random() * 6_000
  } else if (roll < 0.6 && kills) {
    world.nodes[place]?.kill()
    const fresh = new SimulatedNode(world)
    world.nodes[place] = fresh
    begin(fresh, history)
  } else if (roll < 0.7 && rollbacks) {
    void rollBack(history)
  } else {
    for (const reader of history.readers) {
      if (world.chance(0.5)) void reader.connect(world.pick(world.nodes)).catch(() => undefined)
    }
  }
}

async function play(seed: number, scenario: Scenario): Promise<History> {
  const world = new World({ seed, nodes: 3, faults: scenario.faults })
  const logs = [newId() as LogId, newId() as LogId]
  const stage: Stage = { world, logs, answers: [] }
  const history: History = {
    stage,
    readers: [new Reader(stage), new Reader(stage)],
    destroyed: new Set(),
  }
  for (const node of world.nodes) begin(node, history)
  let working = 5
  const clients = Array.from({ length: working }, () => client(stage, 10))
  for (const one of clients) void one.finally(() => (working -= 1))
  const trouble = () => {
    if (working === 0) return
    mishap(history, scenario)
    world.after(200 + world.random() * 3_000, trouble)
  }
  world.after(500, trouble)
  await world.until(() => working === 0)
  await heal(history)
  return history
}

async function heal({ stage, readers }: History): Promise<void> {
  const { world } = stage
  world.faults = calm
  for (const node of world.nodes) node.pausedUntil = 0
  await world.run(10_000)
  for (const reader of readers) void reader.connect(world.pick(world.nodes))
  await world.run(5_000)
}

function plain({ holder, digest, texts }: (typeof ledgerRules)['initial']) {
  return { holder, digest, texts: [...texts].sort(([a], [b]) => a - b) }
}

async function check({ stage, readers, destroyed }: History): Promise<void> {
  const { world, logs, answers } = stage
  expect(world.problems).toEqual([])
  for (const log of logs) {
    const facts = await allFacts(world, log)
    expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1))
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length)
    const times = facts.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    await checkAnswers({ world, log, answers, destroyed })

    const folded = plain(
      facts.reduce((state, fact) => ledgerRules.evolve(state, fact), ledgerRules.initial),
    )
    for (const node of world.nodes) {
      const here = node.logs.peek(log)
      if (here) expect(plain(here.state)).toEqual(folded)
    }
    for (const reader of readers) {
      if (reader.log === log) expect(plain(reader.state)).toEqual(folded)
    }
  }
}

async function checkAnswers(given: {
  readonly world: World
  readonly log: LogId
  readonly answers: Stage['answers']
  readonly destroyed: ReadonlySet<string>
}): Promise<void> {
  const { world, log, destroyed } = given
  for (const { envelope, outcome, onlyAttempt } of given.answers.filter((a) => a.log === log)) {
    const keys = authorsOf(envelope).map(({ actor, key }) => ({ log, actor, key }))
    const found = (await world.store.byKeys(keys)).flat()
    const inLog = found.map(({ raw }) => raw.id)
    if (envelope.command.name === 'whisper')
      expect(JSON.stringify(found), 'an anonymous fact names nobody').not.toContain(envelope.actor)
    if (!outcome.ok) {
      if (onlyAttempt) expect(inLog, 'a refused command had an effect').toEqual([])
      continue
    }
    const answered = outcome.facts.map(({ id }) => id)
    if (answered.some((id) => destroyed.has(id))) continue
    expect(inLog, 'an acknowledged command is in the log once').toEqual(answered)
  }
}

const only = process.env['LYCEUM_SEED']
const seedsEach = Number(process.env['LYCEUM_SEEDS'] ?? 100)
const seeds =
  only === undefined ? Array.from({ length: seedsEach }, (_, n) => n + 1) : [Number(only)]

const timeout = Math.max(60_000, seeds.length * 1_000)

describe('three nodes on one store', () => {
  const scenarios: Record<string, Scenario> = {
    'that only race': {
      faults: calm,
      kills: false,
      rollbacks: false,
      happens: ['conflict', 'snapshotSaved', 'unloaded'],
    },
    'with lost hints, statements and answers': {
      faults: faulty,
      kills: false,
      rollbacks: false,
      happens: ['conflict', 'gap', 'flushFailed'],
    },
    'that are killed and paused': {
      faults: faulty,
      kills: true,
      rollbacks: false,
      happens: ['conflict', 'gap', 'flushFailed'],
    },
    'whose store is restored from a backup': {
      faults: faulty,
      kills: true,
      rollbacks: true,
      happens: ['conflict', 'gap', 'flushFailed', 'reset'],
    },
  }
  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`lose, double and reorder nothing: ${name}`, { timeout }, async () => {
      const happened = new Map<string, number>()
      for (const seed of seeds) {
        try {
          const history = await play(seed, scenario)
          await check(history)
          for (const [what, times] of history.stage.world.counts) {
            happened.set(what, (happened.get(what) ?? 0) + times)
          }
        } catch (error) {
          throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
        }
      }
      for (const what of scenario.happens) expect(happened.get(what), what).toBeGreaterThan(0)
    })
  }
})
