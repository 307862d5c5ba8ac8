// The server process wired by hand, top to bottom: database, clock, lease, doors, rooms. Returns what
// stops it all in order.
import { readFile } from 'node:fs/promises'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { ServerFacts } from '../shared/contract/http/nodes.ts'
import { LyceumError } from '../shared/errors.ts'
import { version } from '../shared/version.ts'
import type { ServerConfig } from './config.ts'
import { startClock, type Clock } from './clock.ts'
import { archiveDoor, catalogueFollows, openForsaken, roomDoor } from './door.ts'
import { openDemo, type Demo } from './demo/demo.ts'
import { createKeyRing } from './auth/keys.ts'
import { Recorders } from './broadcast/recorders.ts'
import { RecorderChannel } from './broadcast/recorderChannel.ts'
import { createStreamKeys } from './broadcast/streamKeys.ts'
import { createWebServer } from './http/http2.ts'
import { createDoor, type Door, type DoorConfig } from './http/wiring.ts'
import { startChores } from './catalogue/chores.ts'
import { startFileChores } from './files/chores.ts'
import { startLive, type Live } from './live/live.ts'
import { keepPartitions } from './log/partitions.ts'
import { PostgresStore } from './log/postgresStore.ts'
import { WrittenDecisions } from './media/decisions.ts'
import { SfuPool } from './media/pool.ts'
import { openRegister } from './media/register.ts'
import { Trials } from './media/trials.ts'
import { iceServersBy } from './media/turn.ts'
import { Leases } from './presence/leases.ts'
import { migrate } from './storage/migrate.ts'
import type { LimitsConfig } from './limits/budgets.ts'
import { watchStanding } from './standing.ts'
import { connectRedis } from './storage/redis.ts'
import { openPools, type Pools } from './storage/pools.ts'
import { createMetrics, type Metrics } from './telemetry/metrics.ts'
import { ownFacts } from './telemetry/ownFacts.ts'

export interface RunningServer extends AsyncDisposable {
  readonly url: string
  /** Where the demo class is, when there is one. */
  readonly demo: Demo | null
  /** The one-time code that makes the owner account; null once there is an owner. */
  readonly setUpCode: string | null
  readonly live: Live
  readonly door: Door
  /** Says why, sends everybody away, and stops. */
  close(): Promise<void>
}

/** Undone in the opposite order, each whatever became of the one before. */
class Undo {
  readonly #steps: [string, () => unknown][] = []
  readonly #log: Logger

  constructor(log: Logger) {
    this.#log = log
  }

  add<Thing>(name: string, thing: Thing, undo: (thing: Thing) => unknown): Thing {
    this.#steps.push([name, () => undo(thing)])
    return thing
  }

  async all(): Promise<void> {
    for (const [name, undo] of this.#steps.splice(0).reverse()) {
      try {
        await undo()
      } catch (error) {
        this.#log.warn({ err: error }, `closing ${name}`)
      }
    }
  }
}

const drainLimit = 8_000

async function listen(http: HttpServer, { host, port }: ServerConfig['listen']): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, resolve)
  })
  return (http.address() as AddressInfo).port
}

/** A port of its own for the monitoring, so that the public one need not show it. */
async function listenForMetrics(where: ServerConfig['metrics'], metrics: Metrics, undo: Undo) {
  if (where === null || where === 'with pages') return
  const server = createServer((_, response) => {
    void metrics.page().then(({ type, text }) => response.setHeader('Content-Type', type).end(text))
  })
  await listen(server, where)
  undo.add('metrics', server, (open) => {
    open.closeAllConnections()
    open.close()
  })
}

async function readTls(tls: ServerConfig['tls']) {
  if (tls === null) return null
  const [cert, key] = await Promise.all([readFile(tls.cert, 'utf8'), readFile(tls.key, 'utf8')])
  return { cert, key }
}

interface StorageNeeds {
  readonly log: Logger
  /** What this server says of itself with its lease. */
  readonly facts: () => ServerFacts
}

async function startStorage(config: ServerConfig, { log, facts }: StorageNeeds, undo: Undo) {
  const { node } = config
  const metrics = createMetrics({
    node,
    version,
    told: (what, error) => {
      log.warn({ err: error }, what)
    },
  })
  const { failed } = metrics
  await migrate(config.database)
  const onError = (error: unknown) => {
    failed('a connection to the database', error)
  }
  const pools = undo.add('pools', openPools({ url: config.database, onError }), (p) => p.close())
  const clock = undo.add('clock', await startClock(pools.read), (c) => {
    c.close()
  })
  const leases = undo.add(
    'leases',
    await Leases.start({ pool: pools.read, clock, kind: 'server', node, facts, onError }),
    (l) => l.close(),
  )
  undo.add(
    'partitions',
    await keepPartitions({ pool: pools.jobs, clock, recorder: metrics.log }),
    (stop) => {
      stop()
    },
  )
  return { pools, clock, metrics, leases, failed }
}

function limitsConfig({ limitsLifted }: ServerConfig, redis: Redis | null): LimitsConfig {
  if (limitsLifted) return { kind: 'lifted' }
  return redis === null ? { kind: 'memory' } : { kind: 'redis', redis }
}

function doorConfig(config: ServerConfig, publicUrl: string, limits: LimitsConfig): DoorConfig {
  const { trustProxy, client, processor, demo, blobs, fileLimit, materialLimit, office } = config
  return {
    publicUrl,
    version,
    trustProxy: trustProxy ?? false,
    clientFolder: client,
    processor,
    limits,
    demo: demo !== null,
    blobs,
    fileLimit,
    materialLimit,
    office,
  }
}

function addressOf({ publicUrl, listen, tls }: ServerConfig): string {
  if (publicUrl !== null) return publicUrl.replace(/\/$/, '')
  if (listen.port === 0) throw new Error('server configuration: PORT 0 needs a PUBLIC_URL')
  return `${tls === null ? 'http' : 'https'}://localhost:${listen.port}`
}

type Failed = Parameters<typeof connectRedis>[1]

/** Without Redis this is the only node. */
function startRedis({ redis }: ServerConfig, failed: Failed, undo: Undo) {
  if (redis === null) return null
  return undo.add('redis', connectRedis(redis, failed), (all) => {
    all.close()
  })
}

interface Working {
  readonly live: Live
  readonly door: Door
  readonly clock: Clock
  readonly failed: Failed
  readonly watching: Omit<Parameters<typeof watchStanding>[0], 'classes' | 'clock'>
}

/** What goes on by itself beside the doors and the rooms. */
function startChoresOf({ live, door, clock, failed, watching }: Working, undo: Undo): void {
  const chores = {
    following: catalogueFollows(live, door, failed),
    'rooms of lost nodes': openForsaken(live, door.classes, failed),
    'chores of the catalogue': startChores({ ...door, clock, failed }),
    'chores of files': startFileChores({ ...door, clock, failed }),
    standing: watchStanding({ ...door, ...watching, clock }),
  }
  for (const [name, stop] of Object.entries(chores))
    undo.add(name, stop, () => {
      stop()
    })
}

interface MediaNeeds {
  readonly pools: Pools
  readonly clock: Clock
  readonly failed: Failed
}

function startMedia(config: ServerConfig, { pools, clock, failed }: MediaNeeds, undo: Undo) {
  const { sfus: urls, secret, node, turn } = config
  const db = pools.read
  const written = new WrittenDecisions({ db, clock, server: node, failed })
  const decisions = undo.add('decisions', written, () => written.close())
  const pool = new SfuPool({ urls, secret, node, register: openRegister(db), decisions, failed })
  const plane = undo.add('media', pool, () => {
    pool.close()
  })
  const iceServersFor = iceServersBy(turn, () => clock.now())
  const trials = undo.add('trials', new Trials({ plane, iceServersFor, failed }), (all) => {
    all.close()
  })
  return { plane, iceServersFor, trials }
}

function startRecorders(
  config: ServerConfig,
  { pools, clock, failed }: MediaNeeds,
  undo: Undo,
): Recorders {
  const { recorders: urls, secret, node } = config
  const db = pools.read
  const now = () => clock.now()
  const recorders = new Recorders({
    lines: urls.map((url) => new RecorderChannel({ url, secret, node })),
    streamKeys: createStreamKeys({ db, now }),
    keys: createKeyRing({ db, clock }),
    issuer: addressOf(config),
    now,
    failed,
  })
  return undo.add('recorders', recorders, (all) => {
    all.close()
  })
}

async function start(config: ServerConfig, log: Logger, undo: Undo) {
  const publicUrl = addressOf(config)
  const parts: { live?: Live } = {}
  const facts = ownFacts(() => parts.live?.census() ?? { rooms: 0, connections: 0 })
  const storage = await startStorage(config, { log, facts }, undo)
  const { pools, clock, metrics, leases, failed } = storage
  const redis = startRedis(config, failed, undo)
  const limits = limitsConfig(config, redis?.limits ?? null)
  const { plane, iceServersFor, trials } = startMedia(config, { pools, clock, failed }, undo)
  const recorders = startRecorders(config, { pools, clock, failed }, undo)
  const rooms = () => {
    if (parts.live === undefined) throw new LyceumError('unavailable', 'Starting…')
    return parts.live
  }
  const door = createDoor({
    db: pools.read,
    clock,
    rooms: roomDoor(rooms),
    archive: archiveDoor(rooms),
    trials,
    recorders,
    config: doorConfig(config, publicUrl, limits),
    log,
    ready: async () => {
      await pools.read.query('SELECT 1')
      if (!leases.held) throw new LyceumError('unavailable', 'This node has no lease.')
    },
    metrics: config.metrics === 'with pages' ? () => metrics.page() : null,
    counts: metrics,
  })
  const http = createWebServer(door.app, await readTls(config.tls))
  const live = undo.add(
    'rooms',
    startLive({
      http,
      store: new PostgresStore(pools),
      clock,
      plane,
      recorders,
      iceServersFor,
      domains: door,
      redis,
      secret: config.secret,
      leases,
      isOwnOrigin: door.isOwnOrigin,
      limits,
      dropAfter: config.dropAfter,
      metrics,
      failed,
    }),
    (rooms) => rooms.close(),
  )
  parts.live = live
  const watching = { pools, leases, redis, plane, metrics }
  startChoresOf({ live, door, clock, failed, watching }, undo)
  await listen(http, config.listen)
  await listenForMetrics(config.metrics, metrics, undo)
  return { publicUrl, door, live, http, plane, leases, failed }
}

/** Ends when every connection is closed, by force after the limit. */
async function closeHttp(http: HttpServer): Promise<void> {
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => {
      // A server of HTTP/2 has none to close one by one.
      if ('closeAllConnections' in http) http.closeAllConnections()
      resolve()
    }, drainLimit / 2)
    http.close(() => {
      clearTimeout(force)
      resolve()
    })
    http.closeIdleConnections()
  })
}

export async function startServer(config: ServerConfig, log: Logger): Promise<RunningServer> {
  const undo = new Undo(log)
  try {
    const { publicUrl, door, live, http, plane, leases, failed } = await start(config, log, undo)
    const incarnation = () => leases.incarnation
    const opened =
      config.demo === null
        ? null
        : await openDemo({ ...door, ...config.demo, live, plane, incarnation, failed })
    if (opened !== null)
      undo.add('demo', opened, ({ close }) => {
        close()
      })
    let closing: Promise<void> | null = null
    const close = () =>
      (closing ??= (async () => {
        live.drain()
        await Promise.all([closeHttp(http), undo.all()])
      })())
    return {
      url: publicUrl,
      demo: opened?.demo ?? null,
      setUpCode: await door.setUp.begin(),
      live,
      door,
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await undo.all()
    throw error
  }
}
