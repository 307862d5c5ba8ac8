// What `npm start` becomes after set-up: a supervisor that lives until it is told to stop.
import { join, resolve } from 'node:path'
import { rememberAddress } from './address.ts'
import { banner } from './banner.ts'
import { localEnvironment } from './environment.ts'
import { lanNotice } from './lan.ts'
import { UsageError, readSettings } from './settings.ts'
import { supervise, type Scripts, type Supervisor } from './supervisor.ts'

const root = resolve(import.meta.dirname, '..', '..')
const script = (name: string): string => join(root, name, 'main.ts')
const real = { server: script('server'), sfu: script('sfu'), recorder: script('recorder') }

const say = (line: string): void => {
  console.log(line)
}

export interface LocalRun {
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Other processes than the real ones, for tests. */
  readonly scripts?: Scripts
}

/** Runs until a signal or the death of whoever started us; resolves to the exit code. */
export async function startLocal(run: LocalRun): Promise<number> {
  // A terminal or pipe that is gone must not end a class.
  process.stdout.on('error', () => undefined)
  try {
    await live(run)
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    say(error.message)
    return 2
  }
}

async function live({ args, env, scripts = real }: LocalRun): Promise<void> {
  const began = performance.now()
  const settings = readSettings(args, env)
  const { data, lan } = settings
  const environment = await localEnvironment(settings)
  const supervisor = supervise({ data, environment, scripts, say })
  const stopped = untilStopped(supervisor)
  const ready = await Promise.race([supervisor.ready.catch(() => stopped), stopped])
  if (ready === null) return
  const { publicUrl, certificate } = environment
  const seconds = (performance.now() - began) / 1000
  rememberAddress(data, publicUrl)
  say(`\n${banner(ready, { publicUrl, seconds, data, logs: supervisor.logs })}\n`)
  if (lan) say(await lanNotice(publicUrl, certificate))
  await stopped
}

/** Resolves to null when everything has stopped; rejects, stopped too, when it never came up. */
async function untilStopped(supervisor: Supervisor): Promise<null> {
  const reason = await new Promise<Error | null>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        done(null)
      })
    }
    supervisor.ready.catch((error: unknown) => {
      done(error instanceof Error ? error : new Error(String(error)))
    })
  })
  if (reason === null) say('Stopping …')
  await supervisor.stop()
  if (reason !== null) throw new UsageError(`Lyceum could not start: ${reason.message}`)
  say('Stopped.')
  return null
}
