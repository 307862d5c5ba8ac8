// The licence check of the dependency tree: reads what is installed, refuses by allowed.ts.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { refuse, type Package } from './allowed.ts'

const repository = join(import.meta.dirname, '../..')
const checker = join(repository, 'node_modules/.bin/license-checker-rseidelsohn')

const treeSchema = z.record(
  z.string(),
  z.object({ licenses: z.union([z.string(), z.array(z.string())]) }),
)

type Tree = z.infer<typeof treeSchema>

async function readTree(...flags: string[]): Promise<Tree> {
  const args = [checker, '--json', '--excludePrivatePackages', '--start', repository, ...flags]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 })
  return treeSchema.parse(JSON.parse(stdout))
}

const [all, production] = await Promise.all([readTree(), readTree('--production')])
const packages = Object.entries(all).map(([name, { licenses }]): Package => {
  const licence = typeof licenses === 'string' ? licenses : licenses.join(' AND ')
  return { name, licence, shipped: name in production }
})
const refused = refuse(packages)
for (const { name, licence, shipped } of refused) {
  console.error(`${name}: ${licence} is not allowed for ${shipped ? 'what is shipped' : 'a tool'}`)
}
console.info(`${packages.length} packages, ${refused.length} refused`)
process.exitCode = refused.length > 0 || packages.length === 0 ? 1 : 0
