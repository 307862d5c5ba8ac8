// Outside programs that a test starts: they get a free port, and die with the test even when it is killed.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect, createServer } from 'node:net'

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly runAs?: { readonly uid?: number; readonly gid?: number }
  readonly env?: Readonly<Record<string, string | undefined>>
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Whether somebody listens there. */
export function isAnswering(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => {
      done(false)
    })
  })
}

/** Starts a program that the kernel ends (SIGKILL) when this process goes, however it goes. */
export function startProgram({ command, args, runAs, env }: Program): ChildProcess {
  const tied = setpriv === undefined ? null : ['--pdeathsig', 'KILL', command, ...args]
  return spawn(setpriv ?? command, tied ?? [...args], {
    ...runAs,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', ...env },
  })
}

export async function stopProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** Runs until `ready` holds; throws with the program's last words when it ends before that. */
export async function untilReady(
  child: ChildProcess,
  ready: () => Promise<boolean>,
): Promise<void> {
  let words = ''
  const listen = (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4_000)
  }
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  const deadline = AbortSignal.timeout(90_000)
  while (!(await ready())) {
    if (child.exitCode !== null || child.signalCode !== null || deadline.aborted) {
      throw new Error(`${child.spawnfile} did not come up:\n${words}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
