// `npm run bench -- placement`: a simulated day of bells, whole schools coming within a minute and a half,
// placed by servers whose figures of load are seconds old; by our rule, and by two others on the same day.
import { shareOfConsumers } from '../../shared/contract/sfu.ts'
import { makeDay, type Class, type Day } from './placement/day.ts'
import { Cluster, rules, type RuleName } from './placement/rules.ts'
import { workersPerNode, World } from './placement/world.ts'
import { rounded, type Bench } from './result.ts'

const nodes = 100
/** In s: 10,000 minutes of nodes, five bells. */
const times = { seconds: 100 * 60, bellEvery: 20 * 60, comingWithin: 90 }
const lesson = 17 * 60
/** After the bell, when all are there, in s. */
const calm = 5 * 60
/** Of all that all nodes take. */
const capacity = 0.7
const targets = { highestLoad: 1, highestRatio: 1.1 }
/** Of classes, in people: usual days, and days of classes that no node takes alone. */
const smallest = { usual: 2, large: 300 }

interface Outcome {
  /** Of any node at any time, of what it takes. */
  readonly highestLoad: number
  /** The highest node over the mean, when all are there. */
  readonly highestRatio: number
  readonly nodesOverLimit: number
}

function ratioOf(loads: Float64Array): number {
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length
  return Math.max(...loads) / mean
}

function live(day: Day, rule: RuleName): Outcome {
  const world = new World(nodes)
  const cluster = new Cluster(rule, world)
  const ends = Map.groupBy(day.classes, ({ bell }) => bell + lesson)
  const here = new Map<Class, number>()
  const over = new Set<number>()
  let highestLoad = 0
  let highestRatio = 0
  for (let second = 0; second < times.seconds; second += 1) {
    cluster.tick(second)
    for (const one of ends.get(second) ?? []) world.end(one)
    for (const one of day.coming.get(second) ?? []) {
      const people = (here.get(one) ?? 0) + 1
      here.set(one, people)
      world.put(one, cluster.place({ one, here: people }))
    }
    world.tick(second)
    const { loads } = world
    for (const [node, load] of loads.entries()) if (load > 1) over.add(node)
    highestLoad = Math.max(highestLoad, ...loads)
    if (second % times.bellEvery === calm) highestRatio = Math.max(highestRatio, ratioOf(loads))
  }
  return { highestLoad, highestRatio, nodesOverLimit: over.size }
}

function compare(least: number): Record<RuleName, Outcome> {
  const consumers = (capacity * nodes) / shareOfConsumers(1, workersPerNode)
  const day = makeDay({ seed: 1, ...times, consumers, smallest: least })
  return Object.fromEntries(rules.map((rule) => [rule, live(day, rule)])) as Record<
    RuleName,
    Outcome
  >
}

export const placement: Bench = async ({ say }) => {
  const usual = compare(smallest.usual)
  say(`usual classes: ${JSON.stringify(usual)}`)
  const large = compare(smallest.large)
  say(`classes that no node takes alone: ${JSON.stringify(large)}`)
  const figures = {
    highestLoad: Math.max(usual.ours.highestLoad, large.ours.highestLoad),
    highestRatio: large.ours.highestRatio,
    usualRatio: usual.ours.highestRatio,
    nodesOverLimit: usual.ours.nodesOverLimit + large.ours.nodesOverLimit,
    leastLoadedHighestLoad: usual.leastLoaded.highestLoad,
    leastLoadedRatio: large.leastLoaded.highestRatio,
    leastLoadedOverLimit: usual.leastLoaded.nodesOverLimit,
    randomHighestLoad: usual.random.highestLoad,
    randomRatio: large.random.highestRatio,
    randomOverLimit: usual.random.nodesOverLimit,
  }
  return {
    figures: rounded(figures),
    pass:
      figures.highestLoad <= targets.highestLoad && figures.highestRatio <= targets.highestRatio,
    limitedBy: 'that a small class is not split, and figures that are 3 to 5 s old',
  }
}
