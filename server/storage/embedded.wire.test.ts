import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Embedded } from './embedded.ts'
import { findEmbedded, openEmbedded } from './embedded.ts'

const SLOW = 90_000
const settings = { fsync: 'off' }

let folder: string
let open: Embedded[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-embedded-'))
  chmodSync(folder, 0o755)
  open = []
})

afterEach(async () => {
  for (const each of open) await each.close()
  rmSync(folder, { recursive: true, force: true })
}, SLOW)

async function start(lost?: () => void): Promise<Embedded> {
  const database = await openEmbedded({ folder, settings, ...(lost && { lost }) })
  open.push(database)
  return database
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const answer = await client.query<{ answer: unknown }>(sql)
    return answer.rows[0]?.answer
  } finally {
    await client.end()
  }
}

/** A Node process that opens the folder and is then killed with SIGKILL, as an owner of its own. */
async function killedOwner(): Promise<string> {
  const code = `
    import { openEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    const database = await openEmbedded({ folder: ${JSON.stringify(folder)}, settings: { fsync: 'off' } })
    console.log(database.url)
    setInterval(() => {}, 1000)`
  const owner = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => owner.once('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    owner.stdout.once('data', (chunk: Buffer) => {
      resolve(chunk.toString().trim())
    })
    owner.once('exit', () => {
      reject(new Error('the owner ended before it was ready'))
    })
  })
  await ask(url, `create table kept as select 'acknowledged' as answer`)
  owner.kill('SIGKILL')
  await exited
  return url
}

describe('the embedded database', { timeout: SLOW }, () => {
  test('is created behind a password of its own, kept from other users', async () => {
    const database = await start()
    expect(
      await ask(
        database.url,
        `select current_setting('server_version_num')::int >= 180000 as answer`,
      ),
    ).toBe(true)
    expect(statSync(join(folder, 'postgres', 'lyceum.password')).mode & 0o777).toBe(0o600)
    const wrong = database.url.replace(/:[^:@]+@/, ':wrong@')
    await expect(ask(wrong, 'select 1 as answer')).rejects.toThrow(/password/)
    expect(await ask(database.url, `select current_setting('listen_addresses') as answer`)).toBe(
      '127.0.0.1',
    )
  })

  test('keeps its data, its password and its port over a restart', async () => {
    const first = await start()
    await ask(first.url, `create table kept as select 42 as answer`)
    await first.close()
    expect(findEmbedded(folder)).toBe(null)
    const second = await start()
    expect(second.url).toBe(first.url)
    expect(second.pid).not.toBe(first.pid)
    expect(await ask(second.url, 'select answer from kept')).toBe(42)
    expect(findEmbedded(folder)).toBe(second.url)
  })

  test('is taken over, still running, when its owner was killed', async () => {
    const url = await killedOwner()
    const pidBefore = Number(
      readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
    )
    const database = await start()
    expect(database.url).toBe(url)
    expect(database.pid).toBe(pidBefore)
    expect(await ask(database.url, 'select answer from kept')).toBe('acknowledged')
  })

  test('goes to the next owner as soon as the one before has ended', async () => {
    const first = await start()
    let waiting: () => void = () => undefined
    const waits = new Promise<void>((resolve) => (waiting = resolve))
    const next = openEmbedded({
      folder,
      settings,
      log: (line) => {
        if (line.includes('waiting')) waiting()
      },
    })
    await waits
    await first.close()
    const second = await next
    open.push(second)
    expect(second.pid).not.toBe(first.pid)
    expect(await ask(second.url, 'select 1 as answer')).toBe(1)
  })

  test('recovers when it was killed too, and says that it was lost', async () => {
    let lose: () => void = () => undefined
    const lost = new Promise<void>((resolve) => (lose = resolve))
    const first = await start(lose)
    await ask(first.url, `create table kept as select 'acknowledged' as answer`)
    process.kill(first.pid, 'SIGKILL')
    await lost
    const second = await start()
    expect(await ask(second.url, 'select answer from kept')).toBe('acknowledged')
  })

  test('starts although its process number now belongs to another program', async () => {
    const first = await start()
    await first.close()
    const stale = [process.pid, join(folder, 'postgres'), 0, 1, '', '127.0.0.1', '', 'ready'].join(
      '\n',
    )
    writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${stale}\n`)
    const second = await start()
    expect(second.pid).not.toBe(process.pid)
    expect(await ask(second.url, 'select 1 as answer')).toBe(1)
  })

  test.runIf(process.getuid?.() === 0)(
    'keeps its files outside a folder that its user cannot enter',
    async () => {
      chmodSync(folder, 0o700)
      folder = join(folder, 'closed')
      const database = await start()
      const outside = dirname(realpathSync(join(folder, 'postgres')))
      expect(outside).toMatch(/^\/var\/lib\/lyceum\/database-/)
      expect(findEmbedded(folder)).toBe(database.url)
      await database.close()
      const again = await start()
      expect(again.url).toBe(database.url)
      await again.close()
      rmSync(outside, { recursive: true })
    },
  )

  test('refuses a folder of another major version, with the way out, and leaves it as it is', async () => {
    const first = await start()
    await first.close()
    const file = join(folder, 'postgres', 'PG_VERSION')
    writeFileSync(file, '15\n')
    await expect(openEmbedded({ folder })).rejects.toThrow(/PostgreSQL 15.*backup.*restore/)
    expect(readFileSync(file, 'utf8')).toBe('15\n')
  })
})
