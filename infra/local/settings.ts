// What a run on one machine is told: arguments first, then the environment, then defaults. The only
// file of the supervisor that reads either; the result is one frozen value.
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface Settings {
  readonly data: string
  readonly host: string
  readonly port: number
  /** Serve other devices of the local network over HTTPS with a certificate of our own. */
  readonly lan: boolean
  /** What the person has set themselves and is passed on as it is. */
  readonly given: Readonly<NodeJS.ProcessEnv>
}

export const DEFAULT_PORT = 7700

export const usage = `npm start -- [--lan] [--port NUMBER] [--host ADDRESS] [--data FOLDER]
  --lan    for phones and laptops on the same network: HTTPS with a certificate made here
  --port   where the server listens (${DEFAULT_PORT}); the next ones are for media
  --host   the address it listens on (127.0.0.1; any other makes no demo class)
  --data   the folder of the database, files and keys`

/** A mistake of the person at the terminal; the message is all they need. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function readSettings(args: readonly string[], environment: NodeJS.ProcessEnv): Settings {
  // An empty variable is one that is not set.
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const flags = parse(args)
  const lan = flags.lan ?? false
  const host = flags.host ?? env['HOST'] ?? (lan ? '0.0.0.0' : '127.0.0.1')
  return Object.freeze({
    data: dataFolder(flags.data, env),
    host,
    port: readPort(flags.port ?? env['PORT']),
    lan,
    given: env,
  })
}

function dataFolder(flag: string | undefined, env: NodeJS.ProcessEnv): string {
  const named = flag ?? env['LYCEUM_DATA']
  // npm runs scripts in the checkout; a relative folder is meant from where the person stands.
  if (named !== undefined && named !== '') return resolve(env['INIT_CWD'] ?? '.', named)
  const home = env['HOME'] ?? homedir()
  const share = env['XDG_DATA_HOME']
  const wanted = share !== undefined && isAbsolute(share) ? share : join(home, '.local', 'share')
  return join(wanted, 'lyceum')
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        lan: { type: 'boolean' },
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help === true) throw new UsageError(usage)
    return values
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${(error as Error).message}\n${usage}`)
  }
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT
  const port = Number(text)
  // Media takes the ports from 10 above, one per worker.
  if (Number.isInteger(port) && port > 0 && port <= 65_000) return port
  throw new UsageError(`"${text}" is not a port between 1 and 65000`)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
