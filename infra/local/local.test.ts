import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { banner } from './banner.ts'
import { readyLine } from './child.ts'
import { childLog, readable } from './childLog.ts'
import { localEnvironment } from './environment.ts'
import { ensureCertificate, lanAddresses } from './lan.ts'
import { UsageError, readSettings } from './settings.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-local-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('settings', () => {
  test('arguments come before the environment, and the environment before defaults', () => {
    const env = { LYCEUM_DATA: folder, PORT: '8000', HOST: '10.0.0.1' }
    expect(readSettings([], env)).toMatchObject({ data: folder, port: 8000, host: '10.0.0.1' })
    const flags = ['--port', '9000', '--host', '127.0.0.1', '--data', join(folder, 'b')]
    const told = readSettings(flags, env)
    expect(told).toMatchObject({ port: 9000, host: '127.0.0.1', data: join(folder, 'b') })
    expect(readSettings([], { LYCEUM_DATA: folder })).toMatchObject({
      port: 7700,
      host: '127.0.0.1',
    })
    expect(readSettings(['--lan'], { LYCEUM_DATA: folder })).toMatchObject({ host: '0.0.0.0' })
  })

  test.each([['--port', 'x'], ['--port', '0'], ['--prot', '1'], ['stray'], ['--help']])(
    'refuses %s %s with the usage',
    (...args) => {
      expect(() => readSettings(args, { LYCEUM_DATA: folder })).toThrow(UsageError)
    },
  )
})

describe('the environment of the processes', () => {
  const settings = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    readSettings(args, { LYCEUM_DATA: folder, DEMO_MEDIA: '/demo', ...env })

  test('is a demonstration on loopback, with a secret that stays the same', async () => {
    const { variables } = await localEnvironment(settings([]))
    expect(variables).toMatchObject({
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:7700',
      MEDIA_ADDRESS: '127.0.0.1',
      SFU_LISTEN: '127.0.0.1:7701',
      SFU_URLS: 'ws://127.0.0.1:7701',
      RECORDER_DIR: join(folder, 'recorder'),
      RECORDER_LISTEN: '127.0.0.1:7702',
      RECORDER_URLS: 'ws://127.0.0.1:7702',
      RTMP_LISTEN: '127.0.0.1:7705',
      DEMO_MEDIA: '/demo',
    })
    const again = await localEnvironment(settings(['--port', '8000']))
    expect(again.variables['CLUSTER_SECRET']).toBe(variables['CLUSTER_SECRET'])
    expect(again.variables['SFU_URLS']).toBe('ws://127.0.0.1:8001')
    expect(statSync(join(folder, 'cluster.secret')).mode & 0o777).toBe(0o600)
  })

  test('has a recorder of its own beside its own sfu, unless it is told of others', async () => {
    const recorderOf = async (env: NodeJS.ProcessEnv) => {
      const { recorder, variables } = await localEnvironment(settings([], env))
      return { recorder, urls: variables['RECORDER_URLS'] }
    }
    const control = { host: '127.0.0.1', port: 7702 }
    const urls = 'ws://127.0.0.1:7702'
    const rtmp = { host: '127.0.0.1', port: 7705 }
    expect(await recorderOf({})).toEqual({ recorder: [control, rtmp], urls })
    expect(await recorderOf({ RTMP_LISTEN: 'off' })).toEqual({ recorder: [control], urls })
    const others = 'ws://recorder.example:7702'
    expect(await recorderOf({ RECORDER_URLS: others })).toEqual({ recorder: null, urls: others })
    const elsewhere = await recorderOf({ SFU_URLS: 'ws://media.example:7701' })
    expect(elsewhere).toEqual({ recorder: null, urls: undefined })
    const open = await localEnvironment(settings(['--host', '0.0.0.0']))
    expect(open.recorder).toContainEqual({ host: '0.0.0.0', port: 7705 })
  })

  test('makes no demonstration anywhere else, and leaves alone what was set', async () => {
    const { variables, ownSfu, ownDatabase } = await localEnvironment(
      settings(['--host', '0.0.0.0'], {
        SFU_URLS: 'ws://media.example:1',
        DATABASE_URL: 'postgres://db.example/lyceum',
        PUBLIC_URL: 'https://class.example',
        CLUSTER_SECRET: 'given',
      }),
    )
    expect(variables['DEMO_MEDIA']).toBe(undefined)
    expect(variables).toMatchObject({
      PUBLIC_URL: 'https://class.example',
      CLUSTER_SECRET: 'given',
    })
    expect([ownSfu, ownDatabase]).toEqual([false, false])
  })
})

describe('the local network', () => {
  const entry = (address: string, internal = false) => ({
    address,
    internal,
    family: 'IPv4' as const,
    netmask: '255.255.255.0',
    mac: '',
    cidr: null,
  })

  test('finds the addresses that others can reach', () => {
    const found = lanAddresses({
      lo: [entry('127.0.0.1', true)],
      docker0: [entry('172.17.0.1')],
      eth0: [entry('192.168.1.5'), entry('169.254.1.1')],
      wlan0: [entry('10.1.1.1')],
    })
    expect(found).toEqual(['192.168.1.5', '10.1.1.1'])
  })

  test('keeps its certificate, and makes a new one for a new address or before it ends', async () => {
    const day = 86_400_000
    const now = Date.now()
    const read = async (addresses: string[], at = now): Promise<string> => {
      const { certFile } = await ensureCertificate(folder, addresses, at)
      return readFileSync(certFile, 'utf8')
    }
    const first = await read(['192.168.1.5'])
    expect(await read(['192.168.1.5'])).toBe(first)
    const certificate = new X509Certificate(first)
    expect(certificate.checkIP('192.168.1.5')).toBe('192.168.1.5')
    expect(certificate.checkHost('localhost')).toBe('localhost')
    expect(statSync(join(folder, 'key.pem')).mode & 0o777).toBe(0o600)
    const moved = await read(['192.168.1.6'])
    expect(moved).not.toBe(first)
    expect(await read(['192.168.1.6'], now + 380 * day)).not.toBe(moved)
  })
})

describe('what is shown', () => {
  test('of a log: warnings and worse, in words, and whatever is no log entry', () => {
    expect(readable('{"level":30,"msg":"served"}')).toBe(null)
    expect(readable('{"level":40,"msg":"slow"}')).toBe('warning: slow')
    expect(readable('{"level":50,"msg":"failed","err":{"message":"why"}}')).toBe(
      'error: failed – why',
    )
    expect(readable('Error: at start')).toBe('Error: at start')
    expect(readable('null')).toBe(null)
    expect(readable(' ')).toBe(null)
  })

  test('log files are moved aside when large', () => {
    const file = join(folder, 'logs', 'server.log')
    const shown: string[] = []
    const log = childLog({ name: 'server', file, limit: 10, echo: (line) => shown.push(line) })
    for (const text of ['first line that is long', 'second']) log.line(text)
    log.close()
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('first line that is long\n')
    expect(readFileSync(file, 'utf8')).toBe('second\n')
    expect(shown).toEqual(['server: first line that is long', 'server: second'])
  })

  test('the banner says the links that the server gave, and nothing that it did not', () => {
    const facts = { publicUrl: 'http://localhost:7700', data: '/d', logs: '/d/logs', seconds: 1.23 }
    const full = banner(
      {
        ready: 'server',
        url: 'http://localhost:7700',
        demo: { instructor: 'http://i', student: 'http://s' },
        setupCode: 'ABCD-EFGH',
      },
      facts,
    )
    const links = ['http://i', 'http://s', '/setup and enter the code ABCD-EFGH', '1.2 s']
    for (const part of [...links, 'LYCEUM_DATA=/d npm run lyceum -- ']) {
      expect(full).toContain(part)
    }
    const bare = banner(
      { ready: 'server', url: 'https://c.example', demo: null, setupCode: null },
      facts,
    )
    expect(bare).not.toMatch(/demonstration|owner/)
  })

  test('a ready line is told from everything else', () => {
    expect(readyLine('{"ready":"sfu","listen":"x"}')).toEqual({ ready: 'sfu', listen: 'x' })
    expect(readyLine('{"ready"')).toBe(null)
    expect(readyLine('hello')).toBe(null)
  })
})
