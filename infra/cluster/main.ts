// `npm run cluster -- --servers 2 --sfus 3`: a real cluster of processes on this machine, for whoever wants
// to see what happens when one is killed. Says where each is, and runs until it is told to stop.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { rememberAddress } from '../local/address.ts'
import { banner } from '../local/banner.ts'
import { openCluster, type Cluster } from './cluster.ts'

const usage = `npm run cluster -- [--servers NUMBER] [--sfus NUMBER] [--port NUMBER] [--data FOLDER]
  --servers  nodes that decide (2; at most 6)
  --sfus     nodes that carry sound and picture (3; at most 20)
  --port     of the one address (7700); the next ones are for the nodes
  --data     the folder of the database, files and logs`

function whole(text: string | undefined, usual: number, most: number): number {
  const number = Number(text ?? usual)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new Error(`"${text ?? ''}" is no number from 1 to ${most}.\n${usage}`)
}

const usualData = join(homedir(), '.local', 'share', 'lyceum-cluster')

function read(args: readonly string[]) {
  const option = { type: 'string' } as const
  const options = { servers: option, sfus: option, port: option, data: option }
  const { values } = parseArgs({ args: [...args], options })
  return {
    servers: whole(values.servers, 2, 6),
    sfus: whole(values.sfus, 3, 20),
    port: whole(values.port, 7_700, 65_000),
    // npm runs scripts in the checkout; a relative folder is meant from where the person stands.
    data: resolve(process.env['INIT_CWD'] ?? '.', values.data ?? usualData),
  }
}

function describe({ nodes }: Cluster): string {
  const lines = nodes.map(
    ({ name, address, pid }) => `  ${name.padEnd(10)} ${address.padEnd(18)} pid ${pid() ?? '–'}`,
  )
  return ['  Nodes (kill one: it is started again)', ...lines].join('\n')
}

const say = (line: string): void => {
  console.log(line)
}

try {
  const settings = read(process.argv.slice(2))
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
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
