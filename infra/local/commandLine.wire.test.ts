import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbedded } from '../../server/storage/embedded.ts'
import { rememberAddress } from './address.ts'
import { cliEnvironment } from './commandLine.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-cli-'))
  // As root the database runs as another user, who must come through.
  chmodSync(folder, 0o755)
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const data = (): string => join(folder, 'data')
const words = (line: string) => cliEnvironment(line.split(' '), { LYCEUM_DATA: data() })

test('makes no database: says that there is none, and how the one that is meant is named', async () => {
  const said = words('media classes')
  await expect(said).rejects.toThrow(`no Lyceum in ${data()}`)
  await expect(said).rejects.toThrow(/LYCEUM_DATA=.*DATABASE_URL=.*npm start/s)
  expect(existsSync(data())).toBe(false)
})

test('needs none for words about itself, or for a command that does not exist', async () => {
  for (const line of ['help', 'nodes --help', 'nonsense']) {
    await using environment = await words(line)
    expect(environment.variables).not.toHaveProperty('DATABASE_URL')
  }
  expect(existsSync(data())).toBe(false)
})

test('fills an empty folder from a backup, and works there from then on', async () => {
  {
    await using restoring = await words('restore FILE')
    expect(restoring.variables['DATABASE_URL']).toContain('postgres://')
  }
  rememberAddress(data(), 'https://class.example')
  await using stopped = await words('nodes')
  expect(stopped.variables['PUBLIC_URL']).toBe('https://class.example')
})

test('works on the database of whatever runs on the folder', async () => {
  const running = await openEmbedded({ folder: data() })
  try {
    await using environment = await words('nodes')
    expect(environment.variables['DATABASE_URL']).toBe(running.url)
  } finally {
    await running.close()
  }
})

test('works on a database of your own, whatever the folder has', async () => {
  const DATABASE_URL = 'postgres://db.example/lyceum'
  await using environment = await cliEnvironment(['nodes'], { LYCEUM_DATA: data(), DATABASE_URL })
  expect(environment.variables['DATABASE_URL']).toBe(DATABASE_URL)
})
