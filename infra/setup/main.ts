// The commands behind the npm scripts: each names the steps it needs and what it then becomes.
// Knows nothing of how a step is done or what a command does.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../local/settings.ts'
import { onOrphaned } from './orphan.mjs'
import { root } from './places.ts'
import { become } from './programs.ts'
import { SetupError, runSteps, type Step } from './step.ts'
import { clientBuild } from './steps/clientBuild.ts'
import { database } from './steps/database.ts'
import { demoFolder, demoMedia } from './steps/demoMedia.ts'
import { mediaWorker, workerFile } from './steps/mediaWorker.ts'
import { packages } from './steps/packages.ts'
import { unpacked } from './steps/unpacked.ts'

interface Command {
  readonly steps: readonly Step[]
  run(args: readonly string[]): Promise<number>
}

const say = (line: string): void => {
  console.log(line)
}

const worker = mediaWorker(say)
const running = [database, worker, clientBuild]
const testing = [
  packages(['ffmpeg', 'chromium', 'firefox-esr', 'redis-server']),
  ...running,
  demoMedia,
]

/** What an operator's side is tested with. */
const operating = unpacked(
  ['prometheus', 'coturn', 'kubernetes-client'],
  'the tests of monitoring, TURN and the manifests are skipped',
)

/** What the steps brought, for whatever is run next. */
function brought(): NodeJS.ProcessEnv {
  const bin = process.env['MEDIASOUP_WORKER_BIN'] ?? workerFile()
  return {
    ...(existsSync(bin) && { MEDIASOUP_WORKER_BIN: bin }),
    ...(existsSync(join(demoFolder, 'picture.webm')) && { DEMO_MEDIA: demoFolder }),
  }
}

const script =
  (file: string): Command['run'] =>
  (args) =>
    become(file, args, brought())

const commands: Record<string, Command> = {
  start: {
    steps: [packages(['ffmpeg'], 'the demo class has no moving picture'), ...running, demoMedia],
    run: async (args) => {
      const { startLocal } = await import('../local/main.ts')
      return startLocal({ args, env: { ...process.env, ...brought() } })
    },
  },
  test: { steps: [...testing, operating], run: script('infra/test/run.ts') },
  cluster: {
    steps: [packages(['ffmpeg', 'redis-server']), ...running, demoMedia],
    run: script('infra/cluster/main.ts'),
  },
  check: { steps: [database], run: script('infra/check/run.ts') },
  bench: {
    steps: [
      ...testing,
      unpacked(['janus', 'nginx', 'libnginx-mod-rtmp'], 'the benches beside them do not run'),
    ],
    run: script('infra/bench/run.ts'),
  },
  faults: { steps: testing, run: script('infra/faults/run.ts') },
  docs: { steps: [], run: script('infra/docs/run.ts') },
  lyceum: {
    steps: [database],
    run: async (args) => {
      // Its own words about itself need no database.
      if (args.length === 0 || args.includes('--help')) return script('server/cli/main.ts')(args)
      const { cliEnvironment } = await import('../local/commandLine.ts')
      await using environment = await cliEnvironment(args, process.env)
      return await become('server/cli/main.ts', args, environment.variables)
    },
  },
}

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const command = commands[name]
  if (!command) {
    say(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.`)
    return 2
  }
  await runSteps(command.steps, say)
  return command.run(args)
}

// As if npm had passed on the signal: set-up ends at once, a running class in order.
onOrphaned(() => process.kill(process.pid, 'SIGTERM'))

// What stands in the environment already comes before the file.
const file = join(root, '.env')
if (existsSync(file)) process.loadEnvFile(file)

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  // What a person can mend is said plainly; anything else is a fault of ours and shows where.
  const mendable = error instanceof SetupError || error instanceof UsageError
  console.error(mendable ? `Lyceum: ${error.message}` : error)
  process.exitCode = 1
}
process.exit()
