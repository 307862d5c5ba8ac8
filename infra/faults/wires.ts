// A school whose every wire goes through a proxy of ours: people to nodes, nodes to PostgreSQL and to
// Redis, which are its own and can be killed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, type PostgresServer } from '../test/postgresServer.ts'
import { freePort } from '../test/programs.ts'
import { freshRedis, type FreshRedis } from '../test/redis.ts'
import { openSchool, type NodePlace, type School, type SchoolOptions } from '../wire/school.ts'
import { TcpProxy } from '../test/tcpProxy.ts'

/** The wires of one node. */
export interface NodeWires {
  readonly door: TcpProxy
  readonly database: TcpProxy
  readonly redis: TcpProxy
}

export interface WiredSchool {
  readonly school: School
  readonly postgres: PostgresServer
  readonly redis: FreshRedis
  readonly wires: readonly NodeWires[]
}

interface WiredOptions extends Omit<SchoolOptions, 'nodes' | 'processes' | 'sfu'> {
  /** One for each node, in ms. */
  readonly clockShifts?: readonly number[]
}

const nodeCount = 2

/** Its parts live until the school is disposed of. */
export async function openWiredSchool(options: WiredOptions = {}): Promise<WiredSchool> {
  const parts = Promise.withResolvers<Omit<WiredSchool, 'school'>>()
  const school = await openSchool({ ...options, nodes: 2, processes: true }, async (_, close) => {
    const postgres = close.use(await startPostgres({ durable: true }))
    const redis = close.use(await freshRedis())
    const folder = close.adopt(await mkdtemp(join(tmpdir(), 'lyceum-faults-')), (path) =>
      rm(path, { recursive: true, force: true }),
    )
    const ports = await Promise.all(Array.from({ length: nodeCount }, () => freePort()))
    const wires = await Promise.all(
      ports.map(async (port) => ({
        door: close.use(await TcpProxy.open(() => port)),
        database: close.use(await TcpProxy.open(() => postgres.port)),
        redis: close.use(await TcpProxy.open(() => redis.port)),
      })),
    )
    parts.resolve({ postgres, redis, wires })
    const nodes = ports.map((port, n) => placeOf(port, wires[n], options.clockShifts?.[n] ?? 0))
    const publicUrl = `http://localhost:${ports[0] ?? 0}`
    return { publicUrl, nodes, folder, database: postgres.url, sfus: [] }
  })
  return { school, ...(await parts.promise) }
}

function placeOf(port: number, wires: NodeWires | undefined, clockShift: number): NodePlace {
  if (wires === undefined) throw new Error('a node without wires')
  return {
    port,
    url: `http://127.0.0.1:${wires.door.port}`,
    database: `postgres://lyceum@127.0.0.1:${wires.database.port}/postgres`,
    redis: `redis://127.0.0.1:${wires.redis.port}`,
    clockShift,
  }
}
