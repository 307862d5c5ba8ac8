// `npm run bench -- storm`: 2,000 people come into one class on two nodes within 20 s; then one node dies
// and everybody, the other node's people too, connects anew at once.
import { setTimeout as after } from 'node:timers/promises'
import { come, untilAll, type Class, type Listener, type Route } from './audience.ts'
import { startCluster, type Cluster } from './logCluster.ts'
import { percentile, rounded, type Bench } from './result.ts'

const people = 2_000
const withinMs = 20_000
const targets = { inClassMs: 2_000, backMs: 5_000 }

/** One after the other at an even pace, whoever waits; answers those who came and how many did not. */
async function joinAll(school: Class, route: Route) {
  const came: Listener[] = []
  let failures = 0
  const started = performance.now()
  const all = Array.from({ length: people }, async (_, n) => {
    await after((n * withinMs) / people)
    try {
      came.push(await come(school, n, route))
    } catch {
      failures += 1
    }
  })
  await Promise.all(all)
  await untilAll(came, 'being in class', ({ isOpen }) => isOpen)
  return { came, failures, seconds: (performance.now() - started) / 1_000 }
}

/** From the death on, how long each was without a connection. */
async function returnAll(cluster: Cluster, all: readonly Listener[]): Promise<number[]> {
  const opens = new Map(all.map((one) => [one, one.opens]))
  const died = performance.now()
  cluster.nodes[1]?.child?.kill('SIGKILL')
  for (const one of all) one.breakWire()
  await untilAll(all, 'being back', (one) => one.isOpen && one.opens > (opens.get(one) ?? 0))
  return all.map(({ opened }) => opened - died)
}

export const storm: Bench = async ({ say }) => {
  await using cluster = await startCluster(2)
  const room = await cluster.newRoom()
  const school = { room, invite: cluster.inviteTo(room), origin: cluster.origin }
  // A proxy's rule: a person's node, and after a failure the next one.
  const route: Route = (n, attempt) => cluster.urls[(n + attempt) % 2] ?? ''
  const { came, failures, seconds } = await joinAll(school, route)
  say(`${came.length} came in ${seconds.toFixed(1)} s`)
  const inClass = percentile(
    came.map((one) => one.inClass - one.began),
    0.95,
  )
  const back = await returnAll(cluster, came)
  const lost = people - failures - back.length
  for (const { connection } of came) connection.close()
  return {
    figures: rounded({
      failures,
      inClassP50Ms: percentile(
        came.map((one) => one.inClass - one.began),
        0.5,
      ),
      inClassP95Ms: inClass,
      backP50Ms: percentile(back, 0.5),
      backP95Ms: percentile(back, 0.95),
      lost,
    }),
    pass:
      failures === 0 &&
      lost === 0 &&
      inClass <= targets.inClassMs &&
      percentile(back, 0.95) <= targets.backMs,
    limitedBy: 'two processors, shared by the nodes, PostgreSQL, Redis and the 2,000 clients',
  }
}
