// `npm run docs`: writes the generated pages of docs/, and the dashboards. With --check it writes nothing
// and fails when one is not what it would write.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { contract } from '../../shared/contract/index.ts'
import { httpRoutes } from '../../shared/contract/http/routes.ts'
import { dashboardFiles } from '../monitoring/grafana.ts'
import { permissionsPage } from './permissions.ts'
import { protocolPage, protocolSchemas } from './protocol.ts'

const root = join(import.meta.dirname, '../..')

async function pages(): Promise<Record<string, string>> {
  const wire = await readFile(join(import.meta.dirname, 'wire.md'), 'utf8')
  return {
    'docs/protocol.md': protocolPage(wire, contract, httpRoutes),
    'docs/protocol.json': JSON.stringify(protocolSchemas(contract)),
    'docs/permissions.md': permissionsPage(),
    ...dashboardFiles(),
  }
}

/** As prettier leaves it, so that the check of formats has nothing to say. */
async function formatted(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), filepath: path })
}

const check = process.argv.includes('--check')
for (const [name, text] of Object.entries(await pages())) {
  const path = join(root, name)
  const wanted = await formatted(path, text)
  const present = await readFile(path, 'utf8').catch(() => null)
  if (present === wanted) continue
  if (check) {
    console.error(`${name} is not current: run npm run docs`)
    process.exitCode = 1
  } else {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, wanted)
    console.info(`wrote ${name}`)
  }
}
