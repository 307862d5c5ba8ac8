// The media worker, the compiled part of mediasoup: its makers' ready one when it can be had, else
// built here with infra/media-worker/build.sh. Kept by version, architecture and recipe.
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cache, hashFiles, root } from '../places.ts'
import { lastWords, run } from '../programs.ts'
import { SetupError, type Say, type Step } from '../step.ts'
import { installPackages } from './packages.ts'

const recipe = 'infra/media-worker'
const home = join(root, 'node_modules', 'mediasoup')
const DOWNLOAD_LIMIT = 45_000

/** Where the worker is kept once set-up has brought it. */
export function workerFile(): string {
  const key = `${version()}-${process.arch}-${hashFiles([`${recipe}/build.sh`, `${recipe}/subprojects/**`], 8)}`
  return join(cache, 'media-worker', key, 'mediasoup-worker')
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  return String((manifest as { version?: unknown }).version)
}

export function mediaWorker(say: Say): Step {
  return {
    name: 'Media worker',
    about: 'fetching it ready made (some seconds), else building it here (about 10 minutes, once)',
    isDone: () => process.env['MEDIASOUP_WORKER_BIN'] !== undefined || works(workerFile()),
    run: async () => {
      const file = workerFile()
      const made = (await fetchReady()) ?? (await build(file, say))
      if (!works(made)) throw new SetupError(`the worker in ${made} does not start`)
      mkdirSync(dirname(file), { recursive: true })
      const partial = `${file}.${process.pid}.partial`
      copyFileSync(made, partial)
      chmodSync(partial, 0o755)
      renameSync(partial, file)
    },
  }
}

/** A worker that starts without being told a version ends with 41; a broken one ends otherwise. */
function works(file: string): boolean {
  return existsSync(file) && spawnSync(file, { env: {}, stdio: 'ignore' }).status === 41
}

/**
 * Lets mediasoup's own post-install script download its release. That script goes on to install
 * build tools from elsewhere when it fails, which a Python that is none and the time limit prevent.
 */
async function fetchReady(): Promise<string | null> {
  const file = join(home, 'worker', 'out', 'Release', 'mediasoup-worker')
  if (works(file)) return file
  await run([process.execPath, 'npm-scripts.mjs', 'postinstall'], {
    cwd: home,
    env: { PYTHON: 'false' },
    limit: DOWNLOAD_LIMIT,
  })
  return works(file) ? file : null
}

async function build(file: string, say: Say): Promise<string> {
  say('Media worker: there is no ready one to be had; building it (about 10 minutes, once) …')
  const list = readFileSync(join(root, recipe, 'packages.txt'), 'utf8')
    .trim()
    .split('\n')
  await needPackages(list)
  const output = `${file}.${process.pid}.built`
  const listen = quarters((part) => {
    say(`Media worker: ${part} % built …`)
  })
  const outcome = await run(['nice', join(root, recipe, 'build.sh'), home, output], { listen })
  if (outcome.code !== 0) {
    throw new SetupError(`the build failed:\n${lastWords(outcome.output, 20)}`)
  }
  return output
}

/** Tells each further quarter that the builder's "[120/281]" reaches. */
function quarters(tell: (part: number) => void): (text: string) => void {
  let told = 0
  return (text) => {
    const [, done, all] = /\[(\d+)\/(\d+)\]/.exec(text) ?? []
    const quarter = Math.floor((4 * Number(done)) / Number(all))
    if (!(quarter > told && quarter < 4)) return
    told = quarter
    tell(25 * quarter)
  }
}

async function needPackages(list: readonly string[]): Promise<void> {
  const query = await run(['dpkg-query', '-W', '-f', '${db:Status-Status} ${Package}\n', ...list])
  const there = new Set(query.output.split('\n').map((line) => /^installed (.+)$/.exec(line)?.[1]))
  await installPackages(list.filter((name) => !there.has(name)))
}
