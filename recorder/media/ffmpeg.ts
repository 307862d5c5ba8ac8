// Runs ffmpeg so that it ends with this process, even when this process is killed.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Ends a program with the process that began it. */
const setpriv = '/usr/bin/setpriv'
const saidLength = 1_000

export interface FfmpegParts {
  readonly args: readonly string[]
  /** What it complains about comes by its third. */
  readonly stdio: StdioOptions
  /** Once, also when it could not begin; with what it said last. */
  readonly ended: (said: string) => void
}

const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'error']

export function startFfmpeg({ args, stdio, ended }: FfmpegParts): ChildProcess {
  const command = ['ffmpeg', ...quiet, ...args]
  const bound = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', ...command] : command
  const [program = 'ffmpeg', ...rest] = bound
  const run = spawn(program, rest, { stdio })
  let said = ''
  run.stdin?.on('error', () => undefined)
  run.stderr?.on('data', (text: Buffer) => {
    said = `${said}${text.toString()}`.slice(-saidLength)
  })
  let isOver = false
  const end = (last: string) => {
    if (!isOver) ended(last)
    isOver = true
  }
  run.once('error', ({ message }) => {
    end(message)
  })
  run.once('close', () => {
    end(said)
  })
  return run
}
