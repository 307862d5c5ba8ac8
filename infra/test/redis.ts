// A private Redis for a test: `await using redis = await freshRedis()`. Its pid is there for tests
// that stop it (SIGSTOP) or kill it.
import { Redis } from 'ioredis'
import { freePort, startProgram, stopProgram, untilReady } from './programs.ts'

export interface FreshRedis extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly pid: number
  kill(): Promise<void>
  /** After `kill`: at the same address, empty. */
  start(): Promise<void>
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.ping()
    return true
  } catch {
    return false
  } finally {
    client.disconnect()
  }
}

export async function freshRedis(): Promise<FreshRedis> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const flags = { port, bind: '127.0.0.1', save: '', appendonly: 'no', 'protected-mode': 'yes' }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])
  const launch = async () => {
    const server = startProgram({ command: 'redis-server', args })
    const failed = new Promise<never>((_, reject) => server.once('error', reject))
    await Promise.race([failed, untilReady(server, () => answers(url))])
    return server
  }
  let server = await launch()
  // A test may have left it stopped; a stopped process hears nothing but SIGKILL.
  const kill = () => stopProgram(server, 'SIGKILL')
  return {
    url,
    port,
    get pid() {
      if (server.pid === undefined) throw new Error('redis-server has no pid')
      return server.pid
    },
    kill,
    async start() {
      server = await launch()
    },
    [Symbol.asyncDispose]: kill,
  }
}
