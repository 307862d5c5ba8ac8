// `npm run faults [-- name …]`: the faults of this folder, longer than `npm test` runs them, and how boards
// converge. A name is a file's, or that of one fault of the class on two nodes. Without a name, all of them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../check/steps.ts'
import { clusterFaults } from './clusterFaults.ts'
import { longFaults } from './intensity.ts'

const ending = '.wire.test.ts'
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length))
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

function inFolder(names: readonly string[], only: readonly string[] = []): Tests {
  const paths = names.map((name) => `infra/faults/${name}${ending}`)
  return { project: 'wire', paths, only, env: longFaults }
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
const all = [...files, converging, ...inCluster]
const strange = asked.filter((name) => !all.includes(name))
if (strange.length > 0) {
  console.error(`There is no fault “${strange.join('”, “')}”. There are: ${all.join(', ')}.`)
  process.exitCode = 2
} else {
  const named = files.filter((name) => asked.length === 0 || asked.includes(name))
  const single = named.includes('cluster') ? [] : inCluster.filter((name) => asked.includes(name))
  const converges = asked.length === 0 || asked.includes(converging)
  const codes = [
    await run(inFolder(named)),
    await run(inFolder(single.length === 0 ? [] : ['cluster'], single)),
    converges ? await run(convergence) : 0,
  ]
  process.exitCode = Math.max(...codes)
}
