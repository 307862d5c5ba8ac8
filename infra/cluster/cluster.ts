// A whole cluster on one machine, each node a process of its own: servers behind one address, sfus and recorders on
// loopback addresses of their own, a database and a Redis. Dead nodes are started again.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { keepRunning, type Ready } from '../local/child.ts'
import { childLog } from '../local/childLog.ts'
import { keepDatabase } from '../local/database.ts'
import { clusterSecret } from '../local/secrets.ts'
import { freshRedis } from '../test/redis.ts'
import { openFront } from './front.ts'

const root = resolve(import.meta.dirname, '..', '..')
const script = (kind: Kind): string => join(root, kind, 'main.ts')
/** Ms that a process may take to stop. */
const patience = { server: 8_000, sfu: 1_500, recorder: 1_500 }
type Kind = keyof typeof patience
/** What starts nodes on machines of their own takes so long to see that one died, in ms. */
const noticedAfter = 2_000
/** Each sfu has an address of its own, from 127.0.0.11 on, with the same ports. */
const firstAddress = 11
/** And each recorder, from 127.0.0.51 on. */
const firstRecorder = 51

export interface ClusterOptions {
  readonly servers: number
  readonly sfus: number
  /** None unless said. */
  readonly recorders?: number
  readonly data: string
  /** Of the one address; the next are for the nodes. */
  readonly port: number
  readonly env: Readonly<NodeJS.ProcessEnv>
  readonly say: (line: string) => void
  /** Settings of one sfu beside the usual, by its number from 0. */
  readonly ofSfu?: (n: number, address: string) => NodeJS.ProcessEnv
}

export interface ClusterNode {
  readonly name: string
  readonly kind: Kind
  /** Where it listens. */
  readonly address: string
  readonly pid: () => number | null
}

export interface Cluster extends AsyncDisposable {
  readonly url: string
  readonly nodes: readonly ClusterNode[]
  /** Of the first server. */
  readonly ready: Ready
}

interface Wanted {
  readonly name: string
  readonly kind: Kind
  readonly address: string
  readonly env: NodeJS.ProcessEnv
}

type Launched = ReturnType<typeof launch>

function launch({ name, kind, address, env }: Wanted, { data, say }: ClusterOptions) {
  const file = join(data, 'logs', `${name}.log`)
  const log = childLog({ name, file, echo: say })
  const firstDelay = noticedAfter
  const child = keepRunning({ name, script: script(kind), env: () => env, log, say, firstDelay })
  const node: ClusterNode = { name, kind, address, pid: child.pid }
  return { child, node, [Symbol.asyncDispose]: () => child.stop(patience[kind]) }
}

/** Classes do without recorders. */
async function untilReady({ child, node }: Launched, say: ClusterOptions['say']): Promise<void> {
  try {
    await child.ready
  } catch (error) {
    if (node.kind !== 'recorder') throw error
    say(error instanceof Error ? error.message : String(error))
  }
}

function sfusOf(options: ClusterOptions, shared: NodeJS.ProcessEnv): Wanted[] {
  const { sfus, port, ofSfu = () => ({}) } = options
  return Array.from({ length: sfus }, (_, n) => {
    const name = `sfu-${n + 1}`
    const ip = `127.0.0.${firstAddress + n}`
    const address = `${ip}:${port + 1}`
    const media = { MEDIA_ADDRESS: ip, MEDIA_LISTEN: ip, MEDIA_PORT: String(port + 10) }
    const own = { NODE_ID: name, SFU_LISTEN: address, SFU_WORKERS: '1' }
    const env = { ...shared, ...media, ...own, ...ofSfu(n, ip) }
    return { name, kind: 'sfu', address, env }
  })
}

function recordersOf(options: ClusterOptions, shared: NodeJS.ProcessEnv): Wanted[] {
  const { recorders = 0, port, data } = options
  return Array.from({ length: recorders }, (_, n) => {
    const name = `recorder-${n + 1}`
    const ip = `127.0.0.${firstRecorder + n}`
    const address = `${ip}:${port + 2}`
    const kept = { RECORDER_DIR: join(data, 'recorders', name) }
    const own = { NODE_ID: name, RECORDER_LISTEN: address, RTMP_LISTEN: `${ip}:${port + 5}` }
    return { name, kind: 'recorder', address, env: { ...shared, ...kept, ...own } }
  })
}

const urlsOf = (nodes: readonly Wanted[]) => nodes.map(({ address }) => `ws://${address}`).join(',')

function serversOf({ servers, port }: ClusterOptions, shared: NodeJS.ProcessEnv): Wanted[] {
  return Array.from({ length: servers }, (_, n) => {
    const name = `server-${n + 1}`
    const listen = port + 2 + n
    const own = { NODE_ID: name, HOST: '127.0.0.1', PORT: String(listen) }
    // One demonstration class is enough.
    const demo = n === 0 ? {} : { LYCEUM_DEMO: '0' }
    const env = { ...shared, ...own, ...demo }
    return { name, kind: 'server', address: `127.0.0.1:${listen}`, env }
  })
}

export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { data, port, env, say } = options
  await using close = new AsyncDisposableStack()
  mkdirSync(data, { recursive: true })
  const redis = close.use(await freshRedis())
  const database = await keepDatabase({ folder: data, say, moved: () => undefined })
  close.defer(() => database.close())
  const url = `http://localhost:${port}`
  const shared = {
    ...env,
    BLOBS_DIR: join(data, 'blobs'),
    CLIENT_DIR: join(root, 'dist', 'client'),
    CLUSTER_SECRET: clusterSecret(data),
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    LYCEUM_DATA: data,
    PUBLIC_URL: url,
    TRUST_PROXY: '127.0.0.1',
  }
  const sfus = sfusOf(options, shared)
  const recorders = recordersOf(options, shared)
  const urls = { SFU_URLS: urlsOf(sfus), RECORDER_URLS: urlsOf(recorders) }
  const launched = [...sfus, ...recorders].map((wanted) => close.use(launch(wanted, options)))
  const servers: Ready[] = []
  // One after the other: the first brings the database up to date.
  for (const wanted of serversOf(options, { ...shared, ...urls })) {
    const started = close.use(launch(wanted, options))
    launched.push(started)
    servers.push(await started.child.ready)
  }
  await Promise.all(launched.map((one) => untilReady(one, say)))
  const ports = servers.map((_, n) => port + 2 + n)
  close.use(await openFront({ port, servers: ports }))
  const [ready] = servers
  if (ready === undefined) throw new Error('a cluster has a server')
  const end = close.move()
  return {
    url,
    nodes: launched.map(({ node }) => node),
    ready,
    [Symbol.asyncDispose]: () => end.disposeAsync(),
  }
}
