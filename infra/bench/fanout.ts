// `npm run bench -- fanout`: one class of 1,000 connections over two nodes, 20 messages a second to
// everybody; and the same clients on bare Socket.IO servers that only emit, so that what our order, log
// and views cost per delivery is a ratio and not a number of this machine.
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as after } from 'node:timers/promises'
import { newId } from '../../shared/ids.ts'
import { nodeFlags } from '../local/child.ts'
import { startProgram, stopProgram } from '../test/programs.ts'
import { seatAll, untilAll, type Class, type Listener, type Route } from './audience.ts'
import { startCluster, type Cluster } from './logCluster.ts'
import { command } from './poll.ts'
import { processMs } from './processTime.ts'
import { percentile, rounded, type Bench } from './result.ts'

const people = 1_000
const perSecond = 20
const seconds = 20
const speakers = 10
const targets = { p50: 20, p99: 100, ratio: 1.3 }

interface Measured {
  readonly latencies: number[]
  /** Processor time of the server nodes per delivery, in microseconds. */
  readonly cpuUs: number
}

/** Somebody says something every 50 ms, in turn; each text is heard by everybody. */
async function talk(all: readonly Listener[], pids: readonly number[]): Promise<Measured> {
  const sent = new Map<string, number>()
  const before = await processMs(pids)
  const started = performance.now()
  for (let n = 0; n < perSecond * seconds; n += 1) {
    await after(Math.max(0, started + (n * 1_000) / perSecond - performance.now()))
    const text = `Sentence ${n}: the square on the long side is the sum of the others.`
    sent.set(text, performance.now())
    // Speakers sit on the first node, so that the bare servers count their messages in one place.
    void all[(n % speakers) * 2]?.connection.command('chat.say', { text, replyTo: null })
  }
  await untilAll(all, 'having heard everything', ({ heard }) => heard.size === sent.size)
  const cpu = (await processMs(pids)) - before
  const latencies = all.flatMap(({ heard }) =>
    [...heard].map(([text, at]) => at - (sent.get(text) ?? Number.NaN)),
  )
  return { latencies, cpuUs: (cpu * 1_000) / latencies.length }
}

async function ours(cluster: Cluster): Promise<Measured> {
  const room = await cluster.newRoom()
  const lead = await cluster.lead(room)
  // In a class of this size one person writes every 15 s, unless staff want it otherwise.
  await command(lead, 'moderation.slow', { seconds: null })
  const school: Class = { room, invite: cluster.inviteTo(room), origin: cluster.origin }
  const route: Route = (n) => cluster.urls[n % 2] ?? ''
  const all = await seatAll(school, people, route)
  try {
    const pids = cluster.nodes.map(({ child }) => child?.pid ?? 0)
    return await talk(all, pids)
  } finally {
    lead.close()
    for (const { connection } of all) connection.close()
  }
}

const bareServer = join(import.meta.dirname, 'bareServer.ts')

async function startBare(redis: string | null, close: AsyncDisposableStack) {
  const args = [...nodeFlags, bareServer, ...(redis === null ? [] : [redis])]
  const child = startProgram({ command: process.execPath, args })
  close.defer(() => stopProgram(child, 'SIGKILL'))
  if (child.stdout === null) throw new Error('a server without output')
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0 }
}

async function bare(redis: string | null): Promise<Measured> {
  await using close = new AsyncDisposableStack()
  const nodes = [await startBare(redis, close), await startBare(redis, close)]
  const place: Class = { room: newId<'room'>(), invite: null, origin: '' }
  const route: Route = (n) => nodes[n % 2]?.url ?? ''
  const all = await seatAll(place, people, route)
  close.defer(() => {
    for (const { connection } of all) connection.close()
  })
  return await talk(
    all,
    nodes.map(({ pid }) => pid),
  )
}

export const fanout: Bench = async ({ say }) => {
  await using cluster = await startCluster(2)
  const mine = await ours(cluster)
  say(`Lyceum: ${mine.cpuUs.toFixed(1)} µs of processor time per delivery`)
  const yardstick = await bare(cluster.redis)
  say(`bare Socket.IO: ${yardstick.cpuUs.toFixed(1)} µs`)
  const p50 = percentile(mine.latencies, 0.5)
  const p99 = percentile(mine.latencies, 0.99)
  const ratio = mine.cpuUs / yardstick.cpuUs
  return {
    figures: rounded({
      deliverP50Ms: p50,
      deliverP99Ms: p99,
      cpuRatio: ratio,
      bareDeliverP50Ms: percentile(yardstick.latencies, 0.5),
      bareDeliverP99Ms: percentile(yardstick.latencies, 0.99),
      cpuPerDeliveryUs: mine.cpuUs,
      bareCpuPerDeliveryUs: yardstick.cpuUs,
    }),
    pass: p50 <= targets.p50 && p99 <= targets.p99 && ratio <= targets.ratio,
    limitedBy: 'two processors, shared by both nodes, PostgreSQL, Redis and the 1,000 clients',
  }
}
