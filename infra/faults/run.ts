// `npm run faults [-- name …]`: the faults of this folder, longer than `npm test` runs them. Without a
// name, all of them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../check/steps.ts'
import { longFaults } from './intensity.ts'

const ending = '.wire.test.ts'
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length))

async function run(names: readonly string[]): Promise<number> {
  const files = names.map((name) => `infra/faults/${name}${ending}`)
  const vitest = join('node_modules', '.bin', 'vitest')
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'wire', ...files], {
    cwd: repository,
    env: { ...process.env, ...longFaults },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
}

const asked = process.argv.slice(2)
const strange = asked.filter((name) => !all.includes(name))
if (strange.length > 0) {
  console.error(`There is no fault “${strange.join('”, “')}”. There are: ${all.join(', ')}.`)
  process.exitCode = 2
} else {
  process.exitCode = await run(asked.length === 0 ? all : asked)
}
