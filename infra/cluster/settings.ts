// What `npm run cluster` is told: how many nodes of each kind, from which port on, and where its data is.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { UsageError } from '../local/settings.ts'

export const usage = `npm run cluster -- [--servers NUMBER] [--sfus NUMBER] [--recorders NUMBER] [--port NUMBER] [--data FOLDER]
  --servers    nodes that decide (2; from 1 to 6)
  --sfus       nodes that carry sound and picture (3; from 1 to 20)
  --recorders  nodes that broadcast (1; from 0 to 6)
  --port       of the one address (PORT, or 7700; from 1 to 65000); the next ones are for the nodes
  --data       the folder of the database, files and logs (LYCEUM_DATA, or one of clusters)`

const usualData = join(homedir(), '.local', 'share', 'lyceum-cluster')

function whole(name: string, text: string | undefined, range: Range): number {
  const { least = 1, usual, most } = range
  const number = Number(text ?? usual)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  const wanted = `a number from ${least} to ${most}`
  throw new UsageError(`--${name} takes ${wanted}, not "${text ?? ''}".\n${usage}`)
}

interface Range {
  readonly least?: number
  readonly usual: number
  readonly most: number
}

function parse(args: readonly string[]) {
  const option = { type: 'string' } as const
  const options = { servers: option, sfus: option, recorders: option, port: option, data: option }
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
  const { servers, sfus, recorders, port, data } = parse(args)
  return {
    servers: whole('servers', servers, { usual: 2, most: 6 }),
    sfus: whole('sfus', sfus, { usual: 3, most: 20 }),
    recorders: whole('recorders', recorders, { least: 0, usual: 1, most: 6 }),
    port: whole('port', port ?? given['PORT'], { usual: 7_700, most: 65_000 }),
    // npm runs scripts in the checkout; a relative folder is meant from where the person stands.
    data: resolve(given['INIT_CWD'] ?? '.', data ?? given['LYCEUM_DATA'] ?? usualData),
  }
}
