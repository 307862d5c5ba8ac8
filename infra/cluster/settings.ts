// What `npm run cluster` is told: how many nodes of each kind, from which port on, and where its data is.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { UsageError } from '../local/settings.ts'

export const usage = `npm run cluster -- [--servers NUMBER] [--sfus NUMBER] [--port NUMBER] [--data FOLDER]
  --servers  nodes that decide (2; from 1 to 6)
  --sfus     nodes that carry sound and picture (3; from 1 to 20)
  --port     of the one address (PORT, or 7700; from 1 to 65000); the next ones are for the nodes
  --data     the folder of the database, files and logs (LYCEUM_DATA, or one of clusters)`

const usualData = join(homedir(), '.local', 'share', 'lyceum-cluster')

function whole(name: string, text: string | undefined, { usual, most }: Range): number {
  const number = Number(text ?? usual)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new UsageError(`--${name} takes a number from 1 to ${most}, not "${text ?? ''}".\n${usage}`)
}

interface Range {
  readonly usual: number
  readonly most: number
}

function parse(args: readonly string[]) {
  const option = { type: 'string' } as const
  const options = { servers: option, sfus: option, port: option, data: option }
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`)
  }
}

/** Null where help is asked for. */
export function readCluster(args: readonly string[], env: Readonly<NodeJS.ProcessEnv>) {
  if (args.includes('--help') || args.includes('-h')) return null
  // An empty variable is one that is not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const { servers, sfus, port, data } = parse(args)
  return {
    servers: whole('servers', servers, { usual: 2, most: 6 }),
    sfus: whole('sfus', sfus, { usual: 3, most: 20 }),
    port: whole('port', port ?? given['PORT'], { usual: 7_700, most: 65_000 }),
    // npm runs scripts in the checkout; a relative folder is meant from where the person stands.
    data: resolve(given['INIT_CWD'] ?? '.', data ?? given['LYCEUM_DATA'] ?? usualData),
  }
}
