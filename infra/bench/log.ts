// `npm run bench -- log`: chat messages through real server processes on a durable PostgreSQL: appended,
// acknowledged, and delivered to everybody in the room in one order.
import { availableParallelism } from 'node:os'
import { startCluster } from './logCluster.ts'
import { measure, type Load, type Measured } from './logLoad.ts'
import { rounded, type Bench } from './result.ts'

const many = { name: '50 rooms with 4 each', rooms: 50, connectionsPerRoom: 4, nodes: 1 }
const hot = { name: 'one room with 20', rooms: 1, connectionsPerRoom: 20, nodes: 1 }
const twoNodes = { name: 'one room on two nodes', rooms: 1, connectionsPerRoom: 20, nodes: 2 }

// A little more than what must be reached, so that pacing itself is not the limit.
const loads = {
  many: { ...many, pace: 2_080, seconds: 12 },
  hot: { ...hot, pace: 1_150, seconds: 10 },
  twoNodes: { ...twoNodes, pace: 950, seconds: 10 },
} as const satisfies Record<string, Load>

const targets = {
  many: { factsPerSecond: 2_000, ackP99Ms: 50 },
  hot: { factsPerSecond: 1_000, ackP99Ms: Infinity },
  twoNodes: { factsPerSecond: 800, ackP99Ms: 200 },
} as const

function reaches(measured: Measured, target: (typeof targets)[keyof typeof targets]): boolean {
  return measured.factsPerSecond >= target.factsPerSecond && measured.ackP99Ms <= target.ackP99Ms
}

function lineOf(name: string, measured: Measured): string {
  const { factsPerSecond, ackP50Ms, ackP99Ms, busy } = measured
  const times = `p50 ${ackP50Ms.toFixed(1)} ms, p99 ${ackP99Ms.toFixed(1)} ms`
  const share = `machine ${Math.round(busy * 100)} % busy`
  return `${name.padEnd(22)} ${Math.round(factsPerSecond)} facts/s, ${times}, ${share}`
}

export const log: Bench = async ({ say }) => {
  const run = async (load: Load) => {
    await using cluster = await startCluster(load.nodes)
    const measured = await measure(cluster, load)
    say(lineOf(load.name, measured))
    return measured
  }
  const results = {
    many: await run(loads.many),
    hot: await run(loads.hot),
    twoNodes: await run(loads.twoNodes),
  }
  const busiest = Math.max(...Object.values(results).map(({ busy }) => busy))
  const figures = rounded({
    factsPerSecond: results.many.factsPerSecond,
    ackP50Ms: results.many.ackP50Ms,
    ackP99Ms: results.many.ackP99Ms,
    hotRoomFactsPerSecond: results.hot.factsPerSecond,
    hotRoomAckP99Ms: results.hot.ackP99Ms,
    twoNodeFactsPerSecond: results.twoNodes.factsPerSecond,
    twoNodeAckP99Ms: results.twoNodes.ackP99Ms,
  })
  return {
    figures,
    pass:
      reaches(results.many, targets.many) &&
      reaches(results.hot, targets.hot) &&
      reaches(results.twoNodes, targets.twoNodes),
    limitedBy:
      busiest > 0.9
        ? `${availableParallelism()} processors, shared with PostgreSQL and the 200 clients`
        : 'the offered pace and the time of a durable write to disk',
  }
}
