// Debian's Prometheus for a test, with the configuration that operators get: asked of a cluster on this
// machine, quickly.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Found } from '../setup/steps/unpacked.ts'
import { freePort, startProgram, stopProgram, untilReady } from '../test/programs.ts'

const shipped = join(import.meta.dirname, 'prometheus.yml')
export const rulesFile = join(import.meta.dirname, 'rules.yml')

/** Hosts and ports by the job that asks them. */
export type Targets = Readonly<
  Record<'lyceum-server' | 'lyceum-sfu' | 'lyceum-recorder', readonly string[]>
>

const answer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: sample() })),
  }),
})

function sample() {
  return z.tuple([z.number(), z.string()]).transform(([, value]) => Number(value))
}

export interface RunningPrometheus extends AsyncDisposable {
  readonly query: (expr: string) => Promise<z.output<typeof answer>['data']['result']>
  readonly get: (path: string) => Promise<unknown>
}

/** Throws where the shipped file is no longer what this knows. */
function replaced(text: string, pattern: RegExp, by: string): string {
  if (!pattern.test(text)) throw new Error(`prometheus.yml has no ${pattern.source}`)
  return text.replace(pattern, by)
}

async function localConfig(targets: Targets): Promise<string> {
  let text = await readFile(shipped, 'utf8')
  text = replaced(text, /_interval: 15s/g, '_interval: 1s')
  text = replaced(text, /- rules\.yml/, `- ${rulesFile}`)
  for (const [job, those] of Object.entries(targets)) {
    const list = new RegExp(`(job_name: ${job}\\n[^]*?targets: )\\[.*\\]`)
    text = replaced(text, list, `$1${JSON.stringify(those)}`)
  }
  return text
}

export async function startPrometheus(
  { command, env }: Found,
  targets: Targets,
): Promise<RunningPrometheus> {
  await using close = new AsyncDisposableStack()
  const folder = close.adopt(await mkdtemp(join(tmpdir(), 'lyceum-prometheus-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  const file = join(folder, 'prometheus.yml')
  await writeFile(file, await localConfig(targets))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const args = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
  ]
  const child = close.adopt(startProgram({ command, args, env }), (started) =>
    stopProgram(started, 'SIGKILL'),
  )
  const ready = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  await untilReady(child, ready)
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1/${path}`)
    return response.json()
  }
  const end = close.move()
  return {
    get,
    async query(expr) {
      const body = await get(`query?query=${encodeURIComponent(expr)}`)
      const read = answer.safeParse(body)
      if (!read.success) throw new Error(`${expr}: ${JSON.stringify(body).slice(0, 300)}`)
      return read.data.data.result
    },
    [Symbol.asyncDispose]: () => end.disposeAsync(),
  }
}
