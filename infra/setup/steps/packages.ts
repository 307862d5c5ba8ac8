// Programs that come as Debian packages: ffmpeg, browsers, Redis, and what builds the media worker.
import { readFileSync } from 'node:fs'
import { hasProgram, lastWords, run } from '../programs.ts'
import { SetupError, type Step } from '../step.ts'

/** Programs by the Debian package that brings them. */
const programs = {
  ffmpeg: 'ffmpeg',
  chromium: 'chromium',
  'firefox-esr': 'firefox-esr',
  'redis-server': 'redis-server',
} as const

export type Package = keyof typeof programs

export function packages(names: readonly Package[], without?: string): Step {
  const missing = (): Package[] => names.filter((name) => !hasProgram(programs[name]))
  return {
    name: `Programs (${names.join(', ')})`,
    about: 'installing what is missing with apt-get (a minute; the browsers are large)',
    ...(without !== undefined && { without }),
    isDone: () => missing().length === 0,
    run: () => installPackages(missing()),
  }
}

let listsAreFresh = false

/** Installs Debian packages, or says how a person can. */
export async function installPackages(names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const byHand = `apt-get install ${names.join(' ')}`
  if (!isDebian()) {
    throw new SetupError(
      `this is not Debian or Ubuntu; install with your system's means what Debian calls: ${names.join(' ')}`,
    )
  }
  const asRoot = await rootPrefix()
  if (asRoot === null) throw new SetupError(`may not install here; run once: sudo ${byHand}`)
  await freshenLists(asRoot)
  const flags = ['install', '--yes', '--no-install-recommends']
  const outcome = await run([
    ...asRoot,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    ...quietly,
    ...flags,
    ...names,
  ])
  if (outcome.code !== 0) {
    throw new SetupError(`${byHand} failed:\n${lastWords(outcome.output)}`)
  }
}

/** Of what there is to install; a fresh machine has none. */
export async function freshenLists(asRoot: readonly string[]): Promise<void> {
  if (listsAreFresh) return
  const update = await run([...asRoot, 'apt-get', ...quietly, 'update'])
  if (update.code !== 0) {
    throw new SetupError(`apt-get update failed:\n${lastWords(update.output)}`)
  }
  listsAreFresh = true
}

/** Waits for another apt that is at work, rather than fail. */
export const quietly = ['-qq', '-o', 'DPkg::Lock::Timeout=300']

export function isDebian(): boolean {
  if (!hasProgram('apt-get')) return false
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

export async function rootPrefix(): Promise<string[] | null> {
  if (process.getuid?.() === 0) return []
  if (!hasProgram('sudo')) return null
  return (await run(['sudo', '-n', 'true'])).code === 0 ? ['sudo', '-n'] : null
}
