// Runs Lyceum on one machine: database and sfu side by side, then the server, and when classes can be held the
// recorder; each is started again when it dies, and all stop in order. Knows the processes by their scripts only.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { keepRunning, type Child, type Ready } from './child.ts'
import { childLog } from './childLog.ts'
import { keepDatabase, type KeptDatabase } from './database.ts'
import type { LocalEnvironment } from './environment.ts'
import { untilFree, type Endpoint } from './ports.ts'

/** Milliseconds each may take to stop; together under the ten seconds that are promised. */
const STOP = { server: 8000, sfu: 1500, recorder: 1500 } as const

export interface Scripts {
  readonly server: string
  readonly sfu: string
  readonly recorder: string
}

export interface SupervisorOptions {
  readonly data: string
  readonly environment: LocalEnvironment
  readonly scripts: Scripts
  readonly say: (line: string) => void
}

export interface Supervisor {
  /** The server's ready line. */
  readonly ready: Promise<Ready>
  readonly logs: string
  /** Stops the server, then sfu and recorder, then the database. Safe to call twice. */
  stop(): Promise<void>
}

export function supervise(options: SupervisorOptions): Supervisor {
  const { data, environment, scripts, say } = options
  mkdirSync(data, { recursive: true })
  const logs = join(data, 'logs')
  const variables = { ...environment.variables }
  let server: Child | null = null
  let sfu: Child | null = null
  let recorder: Child | null = null
  let stopping: Promise<void> | null = null

  const launch = (name: keyof Scripts): Child => {
    if (stopping) throw new Error('stopped before it was ready')
    return keepRunning({
      name,
      script: scripts[name],
      env: () => variables,
      log: childLog({ name, file: join(logs, `${name}.log`), echo: say }),
      say,
    })
  }
  const moved = (url: string): void => {
    variables['DATABASE_URL'] = url
    server?.restart()
  }
  const database: Promise<KeptDatabase | null> = environment.ownDatabase
    ? keepDatabase({ folder: data, say, moved })
    : Promise.resolve(null)
  database.catch(() => undefined)

  const begin = async (): Promise<Ready> => {
    const free = untilFree(environment.endpoints).then(() => {
      if (environment.ownSfu) sfu = launch('sfu')
    })
    const [opened] = await Promise.all([database, free])
    if (opened) variables['DATABASE_URL'] = opened.url
    server = launch('server')
    const [ready] = await Promise.all([server.ready, sfu?.ready])
    if (environment.recorder) void beginRecorder(environment.recorder)
    return ready
  }
  /** Classes do without it. */
  const beginRecorder = async (endpoints: readonly Endpoint[]): Promise<void> => {
    try {
      await untilFree(endpoints)
      recorder = launch('recorder')
      await recorder.ready
    } catch (error) {
      if (stopping) return
      say(`Nothing can be broadcast: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const ready = begin()
  const end = async (): Promise<void> => {
    await server?.stop(STOP.server)
    await Promise.all([sfu?.stop(STOP.sfu), recorder?.stop(STOP.recorder)])
    await (await database.catch(() => null))?.close()
  }
  return { ready, logs, stop: () => (stopping ??= end()) }
}
