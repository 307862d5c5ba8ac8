// Runs the outside programs that set-up and the npm scripts need. Knows nothing of what they are for.
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './places.ts'

/** Is there such a command in the path? */
export function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

export interface Outcome {
  readonly code: number
  readonly output: string
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Milliseconds after which it and all that it started are killed. */
  readonly limit?: number
  /** Hears what it says, as it says it. */
  readonly listen?: (text: string) => void
}

/** Runs a program to its end and keeps what it said. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [program = '', ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that the limit ends the program's children too.
      detached: options.limit !== undefined,
    })
    let output = ''
    const listen = (chunk: Buffer): void => {
      const text = chunk.toString()
      output = (output + text).slice(-20_000)
      options.listen?.(text)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    const end = (): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    }
    const timer = options.limit === undefined ? undefined : setTimeout(end, options.limit)
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve({ code: 127, output: error.message })
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, output })
    })
  })
}

/** The last lines of what a program said, for a message. */
export function lastWords(output: string, lines = 8): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n')
}

/** Runs one of the project's own scripts in our place: its terminal, our signals, its exit code. */
export function become(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      for (const each of signals) process.off(each, pass)
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1))
    })
  })
}
