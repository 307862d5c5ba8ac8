// The real door on a free port over a fresh PostgreSQL, and browsers that call it by route name and keep
// their cookies.
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshDatabase } from '../../../infra/test/postgres.ts'
import type { RouteSpec } from '../../../shared/contract/http/define.ts'
import {
  httpRoutes,
  problem,
  type InputOf,
  type OutputOf,
  type Problem,
  type RouteName,
} from '../../../shared/contract/http/routes.ts'
import { migrate } from '../../storage/migrate.ts'
import { openPools } from '../../storage/pools.ts'
import type { Pool } from 'pg'
import { createWebServer } from '../http2.ts'
import type { LimitsConfig } from '../../limits/budgets.ts'
import { createDoor, type Door, type DoorNeeds } from '../wiring.ts'
import { memoryRooms, noArchive, type MemoryRooms } from './rooms.ts'

export interface TestClock {
  now(): number
  advance(ms: number): void
}

export interface Answer<Output> {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly output: Output
  /** Null when it was not refused. */
  readonly problem: Problem | null
}

export interface Site extends AsyncDisposable {
  readonly url: string
  readonly door: Door
  readonly db: Pool
  readonly databaseUrl: string
  readonly rooms: MemoryRooms
  readonly clock: TestClock
  readonly errors: object[]
  /** Stage and outcome of every way in, as it was counted. */
  readonly joins: [stage: string, outcome: string][]
  browser(): Browser
  /** A browser whose owner is signed in; the first call makes the owner. */
  owner(): Promise<Browser>
  /** A browser of a new account. */
  person(login: string, rights?: { teaches?: boolean }): Promise<Browser>
}

interface Input {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

export function addressOf(spec: RouteSpec, { params = {}, query = {} }: Input): string {
  const path = spec.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined)
      search.set(key, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`
}

export class Browser {
  readonly #url: string
  readonly cookies = new Map<string, string>()

  constructor(url: string) {
    this.#url = url
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    if (cookie !== '' && !headers.has('cookie')) headers.set('cookie', cookie)
    const response = await fetch(this.#url + path, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1)
      const [name = '', value = ''] = pair.split('=')
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  /** The answer, whatever it is. */
  async try<Name extends RouteName>(
    name: Name,
    input: InputOf<Name>,
  ): Promise<Answer<OutputOf<Name>>> {
    const spec: RouteSpec = httpRoutes[name]
    const given: Input = input
    const response = await this.fetch(addressOf(spec, given), {
      method: spec.method,
      headers: { 'x-lyceum': '1', 'content-type': 'application/json' },
      ...(spec.body === undefined ? {} : { body: JSON.stringify(given.body ?? {}) }),
    })
    const text = await response.text()
    const { status, headers } = response
    const type = headers.get('content-type') ?? ''
    const json: unknown = type.includes('json') ? JSON.parse(text) : text
    const refused = type.includes('problem+json') ? problem.parse(json) : null
    return { status, headers, text, output: json as OutputOf<Name>, problem: refused }
  }

  /** What was asked for; throws when it was refused. */
  async call<Name extends RouteName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> {
    const answer = await this.try(name, input)
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.text}`)
    return answer.output
  }
}

export const testPassword = 'correct horse battery'

interface SiteOptions {
  readonly limits?: LimitsConfig
  readonly clientFolder?: string
  readonly metrics?: boolean
}

function testClock(): TestClock {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms
    },
  }
}

/** What a media node would have opened. */
const noTransport = (id: string) => ({
  id,
  iceParameters: { usernameFragment: id, password: id },
  iceCandidates: [],
  dtlsParameters: { fingerprints: [] },
})

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const noRecorders: DoorNeeds['recorders'] = {
  ingests: [],
  keysChanged: () => undefined,
  addressOf: () => null,
}

const noTrials: DoorNeeds['trials'] = {
  open: async () => ({
    nodes: [{ transports: [noTransport('send'), noTransport('receive')] }],
    iceServers: [],
  }),
}

const configIn = (folder: string, options: SiteOptions): DoorNeeds['config'] => ({
  publicUrl: 'http://127.0.0.1:7700',
  version: '0.0.0',
  trustProxy: false,
  clientFolder: folder,
  processor: null,
  limits: options.limits ?? { kind: 'lifted' },
  demo: false,
  blobs: join(folder, 'blobs'),
  fileLimit: 1024 * 1024,
  materialLimit: 1024 * 1024,
  office: null,
})

export async function openSite(options: SiteOptions = {}): Promise<Site> {
  const database = await freshDatabase()
  await migrate(database.url)
  const pools = openPools({ url: database.url })
  const folder = options.clientFolder ?? (await mkdtemp(join(tmpdir(), 'lyceum-client-')))
  const clock = testClock()
  const rooms = memoryRooms()
  const errors: object[] = []
  const joins: Site['joins'] = []
  const door = createDoor({
    db: pools.read,
    clock,
    rooms,
    archive: noArchive,
    trials: noTrials,
    recorders: noRecorders,
    log: { error: (fields) => errors.push(fields) },
    ready: async () => undefined,
    counts: {
      answered: () => undefined,
      joined: (outcome, stage) => joins.push([stage, outcome]),
    },
    metrics: options.metrics === true ? async () => ({ type: 'text/plain', text: 'up 1' }) : null,
    config: configIn(folder, options),
  })
  const server = createWebServer(door.app, null)
  const url = await listen(server)
  const people = peopleOf(door, url)
  return {
    ...people,
    url,
    door,
    db: pools.read,
    databaseUrl: database.url,
    rooms,
    clock,
    errors,
    joins,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await pools.close()
      await database[Symbol.asyncDispose]()
      await rm(options.clientFolder === undefined ? folder : join(folder, 'blobs'), {
        recursive: true,
        force: true,
      })
    },
  }
}

function peopleOf(door: Door, url: string): Pick<Site, 'browser' | 'owner' | 'person'> {
  const browser = () => new Browser(url)
  let first: Promise<Browser> | null = null
  const makeOwner = async () => {
    const code = await door.setUp.begin()
    const owner = browser()
    const body = { code: code ?? '', name: 'Olga', login: 'owner', password: testPassword }
    await owner.call('auth.setUp', { body })
    return owner
  }
  const owner = () => (first ??= makeOwner())
  const person = async (login: string, { teaches = false } = {}) => {
    const { link } = await (
      await owner()
    ).call('accounts.create', { body: { login, name: login, teaches } })
    const own = browser()
    await own.call('auth.openLink', { body: { link: new URL(link.url).searchParams.get('link')! } })
    await own.call('auth.changePassword', { body: { current: null, next: testPassword } })
    return own
  }
  return { browser, owner, person }
}
