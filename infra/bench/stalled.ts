// `npm run bench -- stalled`: what somebody who stops reading costs the server in memory before they are let
// go: the same class with the same long messages, once with some of its people stalled and once without.
import { setTimeout as after } from 'node:timers/promises'
import { memoryBelow } from '../system.ts'
import { startCluster, type Cluster } from './logCluster.ts'
import { command } from './poll.ts'
import { rounded, type Bench } from './result.ts'

const people = 80
const stalling = 40
const perSecond = 150
const seconds = 30
const warmUpSeconds = 5
/** Three bytes a character. */
const longText = '界'.repeat(1_900)
const target = 4
const lookEveryMs = 100

interface Measured {
  /** What the server needed at most, beyond what it had before anybody stalled. */
  readonly megabytes: number
  readonly letGo: number
}

async function serverMegabytes({ nodes: [node] }: Cluster): Promise<number> {
  const found = await memoryBelow(node?.child?.pid ?? 0)
  return found.reduce((sum, { megabytes }) => sum + megabytes, 0)
}

async function lettingsGo({ urls: [url = ''] }: Cluster): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text()
  const line = /^lyceum_connection_let_go_total\{.*reason="slow reader".*\} (\d+)$/m.exec(page)
  return Number(line?.[1] ?? 0)
}

/** Long messages at an even pace, whoever reads them. */
async function talk(lead: Awaited<ReturnType<Cluster['lead']>>, forSeconds: number): Promise<void> {
  const started = performance.now()
  const said: Promise<number>[] = []
  for (let n = 0; n < perSecond * forSeconds; n += 1) {
    await after(Math.max(0, started + (n * 1_000) / perSecond - performance.now()))
    said.push(command(lead, 'chat.say', { text: longText, replyTo: null }))
  }
  await Promise.all(said)
}

/** The most that was needed until the work is done. */
async function peakDuring(cluster: Cluster, work: Promise<void>): Promise<number> {
  let peak = 0
  const done = work.then(() => true)
  const pause = () => after(lookEveryMs, false)
  while (!(await Promise.race([done, pause()])))
    peak = Math.max(peak, await serverMegabytes(cluster))
  return peak
}

/** Late comers read nothing, if so told, before the kernel learns how much they could take: 30 MB it might be. */
async function measure(stalls: boolean): Promise<Measured> {
  await using cluster = await startCluster(1)
  const room = await cluster.newRoom()
  const lead = await cluster.lead(room)
  const [url = ''] = cluster.urls
  const come = (count: number) =>
    Promise.all(Array.from({ length: count }, () => cluster.connect(room, url, () => undefined)))
  const first = await come(people - stalling)
  await talk(lead, warmUpSeconds)
  const late = await come(stalling)
  try {
    const before = await serverMegabytes(cluster)
    if (stalls) for (const link of late) link.stopReading()
    const peak = await peakDuring(cluster, talk(lead, seconds))
    return { megabytes: peak - before, letGo: await lettingsGo(cluster) }
  } finally {
    for (const link of [lead, ...first, ...late]) link.close()
  }
}

export const stalled: Bench = async ({ say }) => {
  const usual = await measure(false)
  say(`nobody stalled: ${usual.megabytes.toFixed(1)} MB more at most`)
  const some = await measure(true)
  say(`${stalling} of ${people} stalled: ${some.megabytes.toFixed(1)} MB more at most`)
  const figures = {
    megabytesPerStalledClient: (some.megabytes - usual.megabytes) / stalling,
    stalled: stalling,
    letGo: some.letGo,
    letGoOfNone: usual.letGo,
  }
  return {
    figures: rounded(figures),
    pass:
      figures.megabytesPerStalledClient <= target &&
      figures.letGo === stalling &&
      figures.letGoOfNone === 0,
    limitedBy: 'the queue that a reader may have, 4 MB, of which whole messages are shared',
  }
}
