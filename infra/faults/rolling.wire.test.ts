// All media nodes are replaced during a class, one after the other, as a rollout does it: each is asked to stop,
// waits until its people were moved, and comes back. Nobody loses media for it. Only with `npm run faults`.
import { expect, it } from 'vitest'
import { Stage, until } from '../bench/drain/stage.ts'
import { openCluster, type ClusterNode } from '../cluster/cluster.ts'
import { openOffice } from '../e2e/school.ts'
import { dataFolder, freePort } from '../system.ts'
import { isLong } from './intensity.ts'

const cast = { cheap: 10, talkers: 3, browsers: [] }

async function replace({ name, address, pid }: ClusterNode): Promise<void> {
  const before = pid()
  if (before === null) throw new Error(`${name} does not run`)
  process.kill(before, 'SIGTERM')
  await until(`${name} is back`, async () => {
    const current = pid()
    if (current === null || current === before) return false
    const answer = await fetch(`http://${address}/health/ready`).catch(() => null)
    return answer?.ok === true
  })
}

it.runIf(isLong())(
  'every sfu is replaced during a class, and nobody loses media',
  async () => {
    await using close = new AsyncDisposableStack()
    const folder = close.use(await dataFolder())
    const settings = { LYCEUM_DEMO: '0', BENCH_PROFILE: 'lifted', SFU_DRAIN_SECONDS: '60' }
    const env = { ...process.env, ...settings }
    const where = { data: folder.path, port: await freePort(), env, say: () => undefined }
    const cluster = close.use(await openCluster({ servers: 2, sfus: 3, ...where }))
    const office = await openOffice(cluster.url, String(cluster.ready['setupCode']))
    const stage = close.use(new Stage(office, await office.newClass(), cast))
    await stage.fill()
    const { connection } = stage.peers[0]!
    const reasons: string[] = []
    connection.on('facts', (facts) => {
      for (const { type, body } of facts)
        if (type === 'sources.closed') reasons.push((body as { reason: string }).reason)
        else if (type === 'sources.incarnationLost') reasons.push(type)
    })
    const places = () => new Set([...connection.room.sources.values()].map(({ node }) => node))
    const were = new Set<string>()
    for (const node of cluster.nodes.filter(({ kind }) => kind === 'sfu')) {
      for (const name of places()) were.add(name)
      await replace(node)
      await until('everybody hears everybody', () => stage.deaf === 0)
    }
    expect(were.size).toBeGreaterThan(1)
    expect(stage.losses).toBe(0)
    expect(new Set(reasons)).toEqual(new Set(['moved']))
    expect(connection.room.sources.size).toBe(cast.talkers)
  },
  300_000,
)
