// Programs of Debian packages that, once installed, would run as services of the machine: they are
// unpacked into the cache, beside the libraries they miss, and nothing of the system changes.
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { hasProgram, lastWords, run } from '../programs.ts'
import { cache } from '../places.ts'
import { SetupError, type Step } from '../step.ts'
import { freshenLists, isDebian, quietly, rootPrefix } from './packages.ts'

/** Packages by the program they bring; one is a module that another program loads. */
const packageOf = {
  prometheus: 'prometheus',
  promtool: 'prometheus',
  turnserver: 'coturn',
  turnutils_uclient: 'coturn',
  kubectl: 'kubernetes-client',
  janus: 'janus',
  nginx: 'nginx',
  'ngx_rtmp_module.so': 'libnginx-mod-rtmp',
} as const

const places = ['usr/bin', 'usr/sbin', 'usr/lib/nginx/modules']

export type UnpackedProgram = keyof typeof packageOf
type Package = (typeof packageOf)[UnpackedProgram]

export interface Found {
  readonly command: string
  readonly env: { readonly LD_LIBRARY_PATH?: string }
}

const folder = join(cache, 'debian')

/** The system's own, else the unpacked one of the newest version; null where there is neither. */
export function findProgram(name: UnpackedProgram): Found | null {
  if (hasProgram(name)) return { command: name, env: {} }
  const [newest] = places
    .flatMap((place) => globSync(join(folder, `${packageOf[name]}_*`, place, name)))
    .map((command) => ({ command, at: statSync(command).mtimeMs }))
    .sort((a, b) => b.at - a.at)
  if (newest === undefined) return null
  const libraries = globSync(join(newest.command.replace(/\/usr\/.*/, ''), 'usr/lib/*-linux-gnu'))
  return { command: newest.command, env: { LD_LIBRARY_PATH: libraries.join(':') } }
}

/** The package and the libraries that this machine misses: not what makes it a service. */
async function needed(name: Package): Promise<string[]> {
  const simulated = [
    'apt-get',
    ...quietly,
    'install',
    '--simulate',
    '--no-install-recommends',
    name,
  ]
  const { code, output } = await run(simulated)
  if (code !== 0) throw new SetupError(`apt-get knows no ${name}:\n${lastWords(output)}`)
  const all = [...output.matchAll(/^Inst (\S+)/gm)].map(([, one = '']) => one)
  return all.filter((one) => one === name || /^lib(?!js-)/.test(one))
}

async function unpack(name: Package): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const work = mkdtempSync(join(folder, '.unfinished-'))
  try {
    const download = ['apt-get', ...quietly, 'download', ...(await needed(name))]
    const { code, output } = await run(download, { cwd: work })
    if (code !== 0) throw new SetupError(`${download.join(' ')} failed:\n${lastWords(output)}`)
    const archives = globSync(join(work, '*.deb'))
    for (const archive of archives) await run(['dpkg', '-x', archive, join(work, 'root')])
    const own = archives.map((one) => basename(one)).find((one) => one.startsWith(`${name}_`))
    const unpacked = join(folder, basename(own ?? name, '.deb'))
    if (!existsSync(unpacked)) renameSync(join(work, 'root'), unpacked)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

export function unpacked(names: readonly Package[], without: string): Step {
  const missing = () =>
    names.filter((name) =>
      Object.entries(packageOf).some(
        ([program, from]) => from === name && findProgram(program as UnpackedProgram) === null,
      ),
    )
  return {
    name: `Programs (${names.join(', ')})`,
    about: 'unpacking Debian’s packages into the cache (half a minute)',
    without,
    isDone: () => missing().length === 0,
    async run() {
      const byHand = `apt-get install ${missing().join(' ')}`
      if (!isDebian()) throw new SetupError(`this is not Debian or Ubuntu; there it is ${byHand}`)
      const asRoot = await rootPrefix()
      if (asRoot !== null) await freshenLists(asRoot)
      for (const name of missing()) await unpack(name)
    },
  }
}
