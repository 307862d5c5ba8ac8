// The image without an engine: its files laid out as the Dockerfile copies them, and the commands of
// compose.yaml run there with the settings that they have in it, but for addresses and ports.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, symlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { repository } from '../check/steps.ts'
import { ensureCertificate } from '../local/lan.ts'
import { nodeFlags } from '../local/child.ts'
import { freshDatabase } from '../test/postgres.ts'
import { freePort, startProgram, stopProgram } from '../test/programs.ts'
import { freshRedis } from '../test/redis.ts'
import { composed, layOut, type ComposedService } from './image.ts'

const variables = {
  CLASS_HOST: 'class.example.org',
  MEDIA_ADDRESS: '127.0.0.1',
  CLUSTER_SECRET: 'c'.repeat(32),
  POSTGRES_PASSWORD: 'p',
  TURN_SECRET: 't'.repeat(32),
}
const until = { timeout: 60_000, interval: 100 }

/** Resolves when it says that it is ready. */
async function start(folder: string, { command, environment }: ComposedService, local: object) {
  const [program, ...args] = command
  expect(program).toBe('node')
  const child = startProgram({
    command: process.execPath,
    args: [...nodeFlags, join(folder, args[0] ?? '')],
    env: {
      NODE_ENV: 'production',
      MEDIASOUP_WORKER_BIN: process.env['MEDIASOUP_WORKER_BIN'],
      ...environment,
      ...local,
    },
  })
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()))
  const gone = once(child, 'exit').then(() => {
    throw new Error(words.slice(-2_000))
  })
  gone.catch(() => undefined)
  await Promise.race([once(child.stdout ?? child, 'data'), gone])
  return child
}

const ended = async (child: ChildProcess): Promise<number | null> => {
  child.kill('SIGTERM')
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

it('holds all that server, sfus and recorder need, and compose.yaml gives them settings that they take', async () => {
  await using close = new AsyncDisposableStack()
  const folder = close.adopt(await mkdtemp(join(tmpdir(), 'lyceum-image-')), (path) =>
    rm(path, { recursive: true }),
  )
  await layOut(folder)
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
  const [database, redis] = [close.use(await freshDatabase()), close.use(await freshRedis())]
  const { certFile, keyFile } = await ensureCertificate(join(folder, 'tls'), ['127.0.0.1'])
  const [port, metrics, control] = [await freePort(), await freePort(), await freePort()]
  const recorded = await freePort()
  const run = async (name: string, local: object) =>
    close.adopt(await start(folder, await composed(name, variables), local), (child) =>
      stopProgram(child, 'SIGKILL'),
    )
  const [sfu, recorder, server] = await Promise.all([
    run('sfu-1', {
      SFU_LISTEN: `127.0.0.1:${control}`,
      MEDIA_LISTEN: '127.0.0.1',
      MEDIA_PORT: '0',
    }),
    run('recorder-1', {
      RECORDER_LISTEN: `127.0.0.1:${recorded}`,
      RECORDER_DIR: join(folder, 'recorder'),
      RTMP_LISTEN: '127.0.0.1:0',
      RTMPS_LISTEN: '127.0.0.1:0',
      TLS_CERT: certFile,
      TLS_KEY: keyFile,
    }),
    run('server', {
      HOST: '127.0.0.1',
      PORT: String(port),
      TLS_CERT: certFile,
      TLS_KEY: keyFile,
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      SFU_URLS: `ws://127.0.0.1:${control}`,
      RECORDER_URLS: `ws://127.0.0.1:${recorded}`,
      METRICS_LISTEN: `127.0.0.1:${metrics}`,
      LYCEUM_DATA: join(folder, 'data'),
    }),
  ])
  await vi.waitFor(async () => {
    const page = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()
    expect(page).toMatch(/^lyceum_media_nodes\{.*state="up".*\} 1$/m)
    expect(page).toMatch(/^lyceum_redis_up\{.*\} 1$/m)
    const told = await (await fetch(`http://127.0.0.1:${recorded}/metrics`)).text()
    expect(told).toMatch(/^lyceum_recorder_request_seconds_count\{name="keys"\} [1-9]/m)
  }, until)
  expect((await fetch(`http://127.0.0.1:${control}/health/ready`)).status).toBe(200)
  expect((await fetch(`http://127.0.0.1:${recorded}/health/ready`)).status).toBe(200)
  expect(await Promise.all([sfu, recorder, server].map(ended))).toEqual([0, 0, 0])
})

it('scrapes what compose.yaml runs, by the names that the rules know', () => {
  const read = (path: string) => readFileSync(join(repository, path), 'utf8')
  const jobs = (path: string) => [...read(path).matchAll(/job_name: (\S+)/g)].map(([, job]) => job)
  expect(jobs('infra/docker/prometheus.yml')).toEqual(jobs('infra/monitoring/prometheus.yml'))
  const targets = [...read('infra/docker/prometheus.yml').matchAll(/'([\w-]+):\d+'/g)]
  const services = read('infra/docker/compose.yaml')
  for (const [, host] of targets) expect(services).toContain(`\n  ${host ?? ''}:\n`)
})
