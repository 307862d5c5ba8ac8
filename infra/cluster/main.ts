// `npm run cluster -- --servers 2 --sfus 3 --recorders 1`: a real cluster of processes on this machine, for whoever wants
// to see what happens when one is killed. Says where each is, and runs until it is told to stop.
import { join } from 'node:path'
import { rememberAddress } from '../local/address.ts'
import { banner } from '../local/banner.ts'
import { openCluster, type Cluster } from './cluster.ts'
import { readCluster, usage } from './settings.ts'

function describe({ nodes }: Cluster): string {
  const lines = nodes.map(
    ({ name, address, pid }) => `  ${name.padEnd(11)} ${address.padEnd(18)} pid ${pid() ?? '–'}`,
  )
  return ['  Nodes (kill one: it is started again)', ...lines].join('\n')
}

const say = (line: string): void => {
  console.log(line)
}

async function run(settings: NonNullable<ReturnType<typeof readCluster>>): Promise<void> {
  const began = performance.now()
  const stopped = new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  })
  await using cluster = await openCluster({ ...settings, env: process.env, say })
  const { data } = settings
  rememberAddress(data, cluster.url)
  const seconds = (performance.now() - began) / 1_000
  const facts = { publicUrl: cluster.url, data, logs: join(data, 'logs'), seconds }
  say(`\n${banner(cluster.ready, facts)}\n\n${describe(cluster)}\n`)
  await stopped
  say('Stopping …')
}

try {
  const settings = readCluster(process.argv.slice(2), process.env)
  if (settings === null) say(usage)
  else await run(settings)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
