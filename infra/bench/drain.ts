// `npm run bench -- drain`: 50 cheap peers and three browsers in one class on one node, which is drained: how
// long any voice was not to be heard by anybody while all of them were moved to another node.
import { setTimeout as after } from 'node:timers/promises'
import { openCluster } from '../cluster/cluster.ts'
import { sights } from '../e2e/media.ts'
import { openOffice, type Office } from '../e2e/school.ts'
import { dataFolder, freePort } from '../system.ts'
import { Stage, until } from './drain/stage.ts'
import { percentile, rounded, type Bench } from './result.ts'

const cast = {
  cheap: Number(process.env['PEERS'] ?? 50),
  talkers: 1,
  browsers: Object.values(sights).slice(0, Number(process.env['BROWSERS'] ?? 3)),
}
const target = 300
const steadyMs = 10_000
/** After the last has gone, in ms: what they left behind must not be missed. */
const afterwardsMs = 3_000
const withinSeconds = 90
const [from, to] = ['sfu-1', 'sfu-2'] as const

async function change({ owner }: Office, node: string, draining: boolean): Promise<void> {
  const body = { draining, within: withinSeconds }
  await owner.call('nodes.drain', { params: { node }, body })
}

async function nodeOf({ owner }: Office, name: string) {
  const { media } = await owner.call('nodes.list', {})
  return media.find(({ node }) => node === name)
}

/** How many seconds it took. */
async function empty(office: Office, say: (line: string) => void): Promise<number> {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1_000
  let told = -1
  await change(office, from, true)
  await until(`${from} is empty`, async () => {
    const people = (await nodeOf(office, from))?.facts.people ?? 0
    if (people !== told) say(`after ${seconds().toFixed(1)} s: ${people} left`)
    told = people
    return people === 0
  })
  return seconds()
}

export const drain: Bench = async ({ say }) => {
  await using close = new AsyncDisposableStack()
  const folder = close.use(await dataFolder())
  const env = { ...process.env, LYCEUM_DEMO: '0', BENCH_PROFILE: 'lifted' }
  const where = { data: folder.path, port: await freePort(), env, say: () => undefined }
  const cluster = close.use(await openCluster({ servers: 2, sfus: 2, ...where }))
  const office = await openOffice(cluster.url, String(cluster.ready['setupCode']))
  // Everybody comes to the one: the other takes nobody until all are there.
  await until('both are known', async () => (await nodeOf(office, to)) !== undefined)
  await change(office, to, true)
  await after(2_500)
  const stage = close.use(new Stage(office, await office.newClass(), cast))
  await stage.fill()
  await change(office, to, false)
  await stage.takeGaps()
  await after(steadyMs)
  const steady = await stage.takeGaps()
  say(`all on ${from}: silences of ${steady.map(Math.round).join(', ')} ms at most`)
  const losses = stage.losses
  const drainSeconds = await empty(office, say)
  await after(afterwardsMs)
  const gaps = await stage.takeGaps()
  say(`moved to ${to}: silences of ${gaps.map(Math.round).join(', ')} ms at most`)
  const inBrowsers = gaps.slice(cast.cheap)
  const deafBrowsers = inBrowsers.filter((gap) => gap >= afterwardsMs).length
  const figures = {
    soundGapP50Ms: percentile(gaps, 0.5),
    soundGapP95Ms: percentile(gaps, 0.95),
    soundGapMaxMs: Math.max(...gaps),
    browserGapMaxMs: Math.max(...inBrowsers),
    steadyGapP95Ms: percentile(steady, 0.95),
    failures: stage.losses - losses + stage.deaf + deafBrowsers + stage.sourcesOn(from),
    people: cast.cheap + cast.browsers.length,
    drainSeconds,
  }
  return {
    figures: rounded(figures),
    pass: figures.soundGapP95Ms <= target && figures.failures === 0,
    limitedBy: 'two processors, shared by the cluster, three browsers and all peers',
  }
}
