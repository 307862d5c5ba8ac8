// The check of the arrows between folders (.dependency-cruiser.js), as a step and for its own test.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const repository = join(import.meta.dirname, '../..')
const folders = ['client', 'server', 'sfu', 'recorder', 'shared', 'infra']

const reportSchema = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
  }),
})

export interface Arrows {
  readonly files: number
  readonly breaches: readonly { rule: string; from: string; to: string }[]
}

/** Cruises the folders under `root` by the repository's rules. */
export async function readArrows(root: string): Promise<Arrows> {
  const program = join(repository, 'node_modules/.bin/depcruise')
  const config = join(repository, '.dependency-cruiser.js')
  const present = folders.filter((folder) => existsSync(join(root, folder)))
  const args = [program, '--config', config, '--output-type', 'json', ...present]
  const { summary } = reportSchema.parse(JSON.parse(await run(args, root)))
  return {
    files: summary.totalCruised,
    breaches: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}

function run(args: string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (stdout === '')
        reject(new Error(stderr || 'dependency-cruiser said nothing', { cause: error }))
      else resolve(stdout)
    })
  })
}

if (import.meta.main) {
  const { files, breaches } = await readArrows(repository)
  for (const { rule, from, to } of breaches) console.error(`${rule}: ${from} → ${to}`)
  console.info(`${files} files, ${breaches.length} wrong arrows`)
  process.exitCode = breaches.length > 0 ? 1 : 0
}
