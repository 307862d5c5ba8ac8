// The server nodes of a test school: inside this process, where a test can look in, or as processes of
// their own, which can be killed. Both are what `server/` makes of an environment; nothing is replaced.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { z } from 'zod'
import { startServer, type RunningServer } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { nodeFlags } from '../local/child.ts'
import { shiftVariable } from '../faults/shiftedClock.ts'
import { startProgram, stopProgram } from '../test/programs.ts'

export interface NodeSettings {
  readonly name: string
  readonly port: number
  readonly publicUrl: string
  readonly database: string
  readonly redis: string | null
  readonly sfu: string
  readonly recorders: string
  readonly secret: string
  readonly folder: string
  readonly lifted: boolean
  readonly dropAfter: number
  /** How wrong the node's clock is, in ms; of processes only. */
  readonly clockShift?: number
}

/** A line of a node's log, as pino writes it. */
export interface LogLine {
  readonly level: number
  readonly msg?: string
  readonly node?: string
  readonly err?: { readonly type?: string; readonly message?: string; readonly stack?: string }
}

export interface SchoolNode {
  readonly name: string
  readonly url: string
  /** The code that makes the owner account, while there is none. */
  readonly setUpCode: string | null
  /** Null for a node that is a process of its own. */
  readonly server: RunningServer | null
  /** Null for a node inside this process. */
  readonly child: ChildProcess | null
  stop(): Promise<void>
}

export type StartNode = (
  settings: NodeSettings,
  heard: (line: LogLine) => void,
) => Promise<SchoolNode>

function environmentOf(settings: NodeSettings): Record<string, string> {
  const { name, port, publicUrl, database, redis, sfu, recorders, secret, folder } = settings
  return {
    NODE_ID: name,
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: database,
    SFU_URLS: sfu,
    ...(recorders !== '' && { RECORDER_URLS: recorders }),
    CLUSTER_SECRET: secret,
    LYCEUM_DATA: folder,
    CLIENT_DIR: folder,
    // Nothing, unless a test puts a program there.
    SOFFICE: join(folder, 'soffice'),
    LYCEUM_DEMO: '0',
    DROP_AFTER_MS: String(settings.dropAfter),
    ...(redis !== null && { REDIS_URL: redis }),
    ...(settings.lifted && { BENCH_PROFILE: 'lifted' }),
  }
}

const parseLine = (text: string) => JSON.parse(text) as LogLine

export const inThisProcess: StartNode = async (settings, heard) => {
  const write = (text: string) => {
    heard(parseLine(text))
  }
  const log = pino({ level: 'info', base: { node: settings.name } }, { write })
  const server = await startServer(readConfig(environmentOf(settings)), log)
  const { setUpCode } = server
  const url = `http://127.0.0.1:${settings.port}`
  const stop = () => server.close()
  return { name: settings.name, url, setUpCode, server, child: null, stop }
}

const shiftedClock = import.meta.resolve('../faults/shiftedClock.ts')
const main = join(import.meta.dirname, '..', '..', 'server', 'main.ts')
const readyLine = z.object({ ready: z.literal('server'), setupCode: z.string().nullable() })

export const asProcess: StartNode = async (settings, heard) => {
  const { clockShift = 0 } = settings
  const clock = clockShift === 0 ? [] : ['--import', shiftedClock]
  const child = startProgram({
    command: process.execPath,
    args: [...nodeFlags, ...clock, main],
    env: { ...environmentOf(settings), [shiftVariable]: String(clockShift) },
  })
  const words: string[] = []
  if (child.stderr === null || child.stdout === null) throw new Error('a node without output')
  createInterface({ input: child.stderr }).on('line', (text) => {
    words.push(text)
    if (text.startsWith('{')) heard(parseLine(text))
  })
  const ready = once(createInterface({ input: child.stdout }), 'line')
  const gone = once(child, 'exit').then(() => {
    throw new Error(`${settings.name} did not come up:\n${words.slice(-20).join('\n')}`)
  })
  const [line] = (await Promise.race([ready, gone])) as [string]
  gone.catch(() => undefined)
  const { setupCode } = readyLine.parse(JSON.parse(line))
  const url = `http://127.0.0.1:${settings.port}`
  const stop = () => stopProgram(child, 'SIGKILL')
  return { name: settings.name, url, setUpCode: setupCode, server: null, child, stop }
}
