// `npm run faults [-- name …]`: the faults of this folder, longer than `npm test` runs them, and how boards
// converge. A name is a file's, or that of one fault of the class on two nodes. Without a name, all of them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../check/steps.ts'
import { clusterFaults } from './clusterFaults.ts'
import { longFaults } from './intensity.ts'

/** By what they need: real sockets and processes, or real browsers too. */
const endings = { wire: '.wire.test.ts', browser: '.e2e.test.ts' } as const
type Project = keyof typeof endings

const named = (project: Project): string[] =>
  readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(endings[project]))
    .map((file) => file.slice(0, -endings[project].length))
const files = { wire: named('wire'), browser: named('browser') }
const inCluster = clusterFaults.map(({ name }) => name)
/** Needs no processes, and so lies beside what it is about. */
const converging = 'boardsConverge'
const convergence = {
  project: 'unit',
  paths: ['server/boards/convergence.test.ts'],
  env: { BOARD_SEEDS: '5', BOARD_ROUNDS: '120' },
}

interface Tests {
  readonly project: string
  readonly paths: readonly string[]
  /** Of the tests in them; all where there is none. */
  readonly only?: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

function inFolder(project: Project, names: readonly string[], only: readonly string[] = []): Tests {
  const paths = names.map((name) => `infra/faults/${name}${endings[project]}`)
  return { project, paths, only, env: longFaults }
}

async function run({ project, paths, only = [], env }: Tests): Promise<number> {
  if (paths.length === 0) return 0
  const filter = only.length === 0 ? [] : ['-t', `(${only.join('|')})$`]
  const vitest = join('node_modules', '.bin', 'vitest')
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--project', project, ...filter, ...paths],
    {
      cwd: repository,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
}

const asked = process.argv.slice(2)
const all = [...files.wire, ...files.browser, converging, ...inCluster]
const strange = asked.filter((name) => !all.includes(name))
if (strange.length > 0) {
  console.error(`There is no fault “${strange.join('”, “')}”. There are: ${all.join(', ')}.`)
  process.exitCode = 2
} else {
  const isAsked = (name: string) => asked.length === 0 || asked.includes(name)
  const wire = files.wire.filter(isAsked)
  const single = wire.includes('cluster') ? [] : inCluster.filter((name) => asked.includes(name))
  const codes = [
    await run(inFolder('wire', wire)),
    await run(inFolder('wire', single.length === 0 ? [] : ['cluster'], single)),
    await run(inFolder('browser', files.browser.filter(isAsked))),
    isAsked(converging) ? await run(convergence) : 0,
  ]
  process.exitCode = Math.max(...codes)
}
