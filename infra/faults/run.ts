// `npm run faults [-- name …]`: the faults of this folder, longer than `npm test` runs them. A name is a
// file's, or that of one fault of the class on two nodes. Without a name, all of them.
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

async function run(names: readonly string[], only: readonly string[] = []): Promise<number> {
  if (names.length === 0) return 0
  const paths = names.map((name) => `infra/faults/${name}${ending}`)
  const filter = only.length === 0 ? [] : ['-t', `(${only.join('|')})$`]
  const vitest = join('node_modules', '.bin', 'vitest')
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'wire', ...filter, ...paths], {
    cwd: repository,
    env: { ...process.env, ...longFaults },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
}

const asked = process.argv.slice(2)
const strange = asked.filter((name) => ![...files, ...inCluster].includes(name))
if (strange.length > 0) {
  const all = [...files, ...inCluster].join(', ')
  console.error(`There is no fault “${strange.join('”, “')}”. There are: ${all}.`)
  process.exitCode = 2
} else {
  const named = files.filter((name) => asked.length === 0 || asked.includes(name))
  const single = named.includes('cluster') ? [] : inCluster.filter((name) => asked.includes(name))
  const codes = [await run(named), await run(single.length === 0 ? [] : ['cluster'], single)]
  process.exitCode = Math.max(...codes)
}
