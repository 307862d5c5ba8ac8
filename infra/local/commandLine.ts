// The environment of the command line tool, which works on the data folder of `npm start`. Never makes a database
// by the way: a second, empty one would answer as if it were the one that is meant.
import { findEmbedded, hasEmbedded, openEmbedded } from '../../server/storage/embedded.ts'
import { lastAddress } from './address.ts'
import { localEnvironment } from './environment.ts'
import { UsageError, readSettings } from './settings.ts'

interface CommandLine extends AsyncDisposable {
  readonly variables: NodeJS.ProcessEnv
}

const say = (line: string): void => {
  console.log(line)
}

/** The running server's database if there is one, else the folder's, opened for as long as it is used. */
export async function cliEnvironment(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<CommandLine> {
  const { data, given } = readSettings([], env)
  const ownDatabase = given['DATABASE_URL'] === undefined
  if (ownDatabase && !hasEmbedded(data)) {
    // Only asked for here: every other call is spared reading all commands twice.
    const { needOf } = await import('../../server/cli/run.ts')
    const need = needOf(args)
    if (need === 'nothing') return { variables: given, [Symbol.asyncDispose]: nothing }
    if (need === 'database') throw new UsageError(noDatabase(data))
  }
  const PUBLIC_URL = lastAddress(data)
  const settings = readSettings([], { ...(PUBLIC_URL !== null && { PUBLIC_URL }), ...env })
  const { variables } = await localEnvironment(settings)
  if (!ownDatabase) return { variables, [Symbol.asyncDispose]: nothing }
  const running = findEmbedded(data)
  const opened = running === null ? await openEmbedded({ folder: data, log: say }) : null
  return {
    variables: { ...variables, DATABASE_URL: running ?? opened?.url },
    [Symbol.asyncDispose]: async () => {
      await opened?.close()
    },
  }
}

const nothing = (): Promise<void> => Promise.resolve()

const noDatabase = (data: string): string =>
  `There is no Lyceum in ${data}, and none was made. Name the one that you mean:\n` +
  '  LYCEUM_DATA=FOLDER npm run lyceum -- …   by its data folder, which it says when it starts\n' +
  '  DATABASE_URL=… npm run lyceum -- …       by a PostgreSQL of your own\n' +
  'or begin one with `npm start`.'
