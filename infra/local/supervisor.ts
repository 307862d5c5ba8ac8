// Runs Lyceum on one machine: database and sfu side by side, then the server; each is started again
// when it dies, and all stop in order. Knows the processes by their scripts only.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { keepRunning, type Child, type Ready } from './child.ts'
import { childLog } from './childLog.ts'
import { keepDatabase, type KeptDatabase } from './database.ts'
import type { LocalEnvironment } from './environment.ts'

/** Milliseconds each may take to stop; together under the ten seconds that are promised. */
const STOP = { server: 8500, sfu: 1000 } as const

export interface SupervisorOptions {
  readonly data: string
  readonly environment: LocalEnvironment
  readonly scripts: { readonly server: string; readonly sfu: string }
  readonly say: (line: string) => void
}

export interface Supervisor {
  /** The server's ready line. */
  readonly ready: Promise<Ready>
  readonly logs: string
  /** Stops server, sfu and database, in this order. Safe to call twice. */
  stop(): Promise<void>
}

export function supervise(options: SupervisorOptions): Supervisor {
  const { data, environment, scripts, say } = options
  mkdirSync(data, { recursive: true })
  const logs = join(data, 'logs')
  const variables = { ...environment.variables }
  let server: Child | null = null
  let stopping: Promise<void> | null = null

  const launch = (name: string, script: string): Child =>
    keepRunning({
      name,
      script,
      env: () => variables,
      log: childLog({ name, file: join(logs, `${name}.log`), echo: say }),
      say,
    })
  const sfu = environment.ownSfu ? launch('sfu', scripts.sfu) : null
  const database = environment.ownDatabase ? openDatabase() : Promise.resolve(null)
  database.catch(() => undefined)

  function openDatabase(): Promise<KeptDatabase> {
    return keepDatabase({
      folder: data,
      say,
      moved: (url) => {
        variables['DATABASE_URL'] = url
        server?.restart()
      },
    })
  }

  const begin = async (): Promise<Ready> => {
    const opened = await database
    if (opened) variables['DATABASE_URL'] = opened.url
    if (stopping) throw new Error('stopped before it was ready')
    server = launch('server', scripts.server)
    const [ready] = await Promise.all([server.ready, sfu?.ready])
    return ready
  }
  const end = async (): Promise<void> => {
    await server?.stop(STOP.server)
    await sfu?.stop(STOP.sfu)
    await (await database.catch(() => null))?.close()
  }
  return { ready: begin(), logs, stop: () => (stopping ??= end()) }
}
