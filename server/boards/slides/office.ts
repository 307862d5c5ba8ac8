// Runs LibreOffice on somebody's file: headless, with a profile of its own that runs no macros and follows no
// links, without a network where the system allows it, within limits of time, memory and size.
import { execFile, spawn } from 'node:child_process'
import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface OfficeLimits {
  /** In ms. */
  readonly time: number
  /** Bytes of the PDF. */
  readonly size: number
}

/** A deck of 200 pages takes less than a minute. */
export const officeLimits = { time: 150_000 } as const

export type Made = { readonly pdf: string } | { readonly failed: 'broken' | 'slow' | 'large' }

/** Makes a PDF of the file at this path, beside it. */
export type Office = (path: string, limits: OfficeLimits) => Promise<Made>

const usual = [
  '/usr/bin/soffice',
  '/usr/local/bin/soffice',
  '/usr/lib/libreoffice/program/soffice',
  '/opt/libreoffice/program/soffice',
  '/Applications/LibreOffice.app/Contents/MacOS/soffice',
]

/** Where LibreOffice is; null when it is not installed. */
export async function findOffice(given: string | null): Promise<string | null> {
  for (const path of given === null ? usual : [given]) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (runs) return path
  }
  return null
}

const setting = (path: string, name: string, value: string) =>
  `<item oor:path="/org.openoffice.Office.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`

/** No macros, no active content, nothing fetched that a file points to. */
const profile = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${[
  setting('Common/Security/Scripting', 'DisableMacrosExecution', 'true'),
  setting('Common/Security/Scripting', 'DisableActiveContent', 'true'),
  setting('Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'),
  setting('Common/Security/Scripting', 'MacroSecurityLevel', '3'),
  setting('Writer/Content/Update', 'Link', '0'),
  setting('Calc/Content/Update', 'Link', '1'),
].join('\n')}
</oor:items>
`

/** What stands before the program, as far as this system has it: no network, bounded memory and files. */
export async function cage({ size }: OfficeLimits): Promise<string[]> {
  const works = (program: string, args: string[]) =>
    new Promise<boolean>((resolve) => {
      execFile(program, [...args, 'true'], { timeout: 5_000 }, (error) => {
        resolve(error === null)
      })
    })
  const alone = ['--user', '--map-root-user', '--net']
  const bounds = ['--as=4294967296', `--fsize=${String(size)}`, '--core=0', '--']
  return [
    ...((await works('unshare', alone)) ? ['unshare', ...alone] : []),
    ...((await works('prlimit', bounds)) ? ['prlimit', ...bounds] : []),
  ]
}

interface Run {
  readonly command: readonly string[]
  readonly folder: string
  readonly time: number
}

/** True when it ended by itself in time. Whatever it started goes with it. */
function finishes({ command: [program = '', ...args], folder, time }: Run): Promise<boolean> {
  return new Promise((resolve) => {
    const env = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: folder,
      TMPDIR: folder,
      LANG: 'C.UTF-8',
    }
    const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore', detached: true })
    const end = () => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It is gone already.
      }
    }
    let late = false
    const timer = setTimeout(() => {
      late = true
      end()
    }, time)
    const done = () => {
      clearTimeout(timer)
      end()
      resolve(!late)
    }
    child.once('error', done)
    child.once('exit', done)
  })
}

export function officeAt(program: string): Office {
  return async (path, limits) => {
    const folder = dirname(path)
    const home = join(folder, 'profile')
    await mkdir(join(home, 'user'), { recursive: true })
    await writeFile(join(home, 'user', 'registrymodifications.xcu'), profile)
    const quiet = ['--headless', '--norestore', '--nologo', '--nolockcheck', '--nodefault']
    const own = `-env:UserInstallation=${pathToFileURL(home).href}`
    const work = ['--convert-to', 'pdf', '--outdir', join(folder, 'made'), path]
    const command = [...(await cage(limits)), program, ...quiet, own, ...work]
    if (!(await finishes({ command, folder, time: limits.time }))) return { failed: 'slow' }
    const pdf = join(folder, 'made', 'slides.pdf')
    const size = await stat(pdf).then(
      (found) => found.size,
      () => 0,
    )
    if (size === 0) return { failed: 'broken' }
    return size >= limits.size ? { failed: 'large' } : { pdf }
  }
}
