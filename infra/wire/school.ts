// A whole school for a wire test: PostgreSQL, one or two server nodes, perhaps Redis and an sfu, an owner,
// and a class that people join through the real doors.
//
//   await using school = await openSchool({ nodes: 2 })
//   const teacher = await school.join('instructor')
//   const student = await school.join('student', { node: 1 })
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import type { Live } from '../../server/live/live.ts'
import { Browser, testPassword } from '../../server/http/testing/site.ts'
import type { RoomId, SessionId } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import { recorderParts } from '../../recorder/parts.ts'
import { startTestRecorder } from '../../recorder/testing/startTestRecorder.ts'
import {
  startTestSfu,
  testSecret,
  type TestSfu,
  type TestSfuOptions,
} from '../../sfu/testing/startTestSfu.ts'
import { freshDatabase } from '../test/postgres.ts'
import { freePort } from '../test/programs.ts'
import { freshRedis } from '../test/redis.ts'
import { Line } from './line.ts'
import { asProcess, inThisProcess, type LogLine, type SchoolNode } from './nodes.ts'
import { Pupil } from './pupil.ts'
import { readLog, type LoggedFact } from './truth.ts'

export interface SchoolOptions {
  readonly nodes?: 1 | 2
  /** One, or as many as there are options. */
  readonly sfu?: boolean | TestSfuOptions | readonly TestSfuOptions[]
  /** One that real encoders come in at. */
  readonly recorder?: boolean
  /** As processes of their own, which can be killed. */
  readonly processes?: boolean
  /** Rate limits as people have them; lifted otherwise. */
  readonly limited?: boolean
  /** How long a seat is kept for a connection that was lost. */
  readonly dropAfter?: number
  /** What the class has come to when the school opens. */
  readonly phase?: 'scheduled' | 'lobby' | 'live'
}

export interface JoinOptions {
  readonly node?: number
  /** Another class than the school's first. */
  readonly room?: RoomId
  readonly name?: string
  /** The same person with another tab or device. */
  readonly like?: Pick<Pupil, 'browser' | 'name'>
  readonly session?: SessionId
}

/** Where one node listens, and by which addresses it reaches what it needs. */
export interface NodePlace {
  readonly port: number
  /** By which people reach it. */
  readonly url: string
  readonly database: string
  readonly redis: string | null
  /** Of the media nodes, where they are not as for all. */
  readonly sfus?: readonly string[]
  /** How wrong its machine's clock is, in ms. */
  readonly clockShift?: number
}

export interface Place {
  readonly publicUrl: string
  readonly nodes: readonly NodePlace[]
  readonly folder: string
  readonly database: string
  readonly sfus: readonly TestSfu[]
  /** ws:// addresses. */
  readonly recorders?: readonly string[]
}

export type Prepare = (options: SchoolOptions, close: AsyncDisposableStack) => Promise<Place>

const noSfu = 'ws://127.0.0.1:9'

export class School implements AsyncDisposable {
  readonly db: Pool
  readonly place: Place
  readonly log: LogLine[] = []
  readonly pupils: Pupil[] = []
  readonly owner: Browser
  readonly #options: SchoolOptions
  readonly #close: AsyncDisposableStack
  readonly #nodes = new Map<number, SchoolNode>()
  #room: RoomId | null = null
  #comers = 0
  readonly #ownerSeated = new Set<RoomId>()

  constructor(place: Place, options: SchoolOptions, close: AsyncDisposableStack) {
    this.place = place
    this.#options = options
    this.#close = close
    this.db = close.adopt(new Pool({ connectionString: place.database, max: 4 }), (p) => p.end())
    this.db.on('error', () => undefined)
    this.owner = new Browser(this.urlOf(0))
    close.defer(async () => {
      await Promise.all([...this.#nodes.keys()].map((n) => this.stop(n)))
    })
    close.defer(() => {
      for (const pupil of this.pupils) pupil.close()
    })
  }

  get room(): RoomId {
    if (this.#room === null) throw new Error('there is no class yet')
    return this.#room
  }

  get sfu(): TestSfu {
    const [first] = this.place.sfus
    if (first === undefined) throw new Error('this school has no sfu')
    return first
  }

  /** What a node complained of: everything from warnings up. */
  get troubles(): LogLine[] {
    return this.log.filter(({ level }) => level >= 40)
  }

  urlOf(node: number): string {
    return this.#placeOf(node).url
  }

  #placeOf(n: number): NodePlace {
    const place = this.place.nodes[n]
    if (place === undefined) throw new Error(`this school has no node ${n}`)
    return place
  }

  node(n = 0): SchoolNode {
    const node = this.#nodes.get(n)
    if (node === undefined) throw new Error(`node ${n} is not running`)
    return node
  }

  /** The live half of a node inside this process. */
  live(n = 0): Live {
    const { server } = this.node(n)
    if (server === null) throw new Error('this node is a process of its own')
    return server.live
  }

  async start(n: number): Promise<SchoolNode> {
    const { publicUrl, folder, sfus, recorders = [] } = this.place
    const { port, database, redis, clockShift = 0, ...own } = this.#placeOf(n)
    const urls = own.sfus ?? sfus.map(({ url }) => url)
    const { processes = false, limited = false, dropAfter = 10_000 } = this.#options
    const settings = {
      name: `node-${n}`,
      port,
      publicUrl,
      folder,
      database,
      redis,
      sfu: urls.join(',') || noSfu,
      recorders: recorders.join(','),
      secret: testSecret,
      lifted: !limited,
      dropAfter,
      clockShift,
    }
    const start = processes ? asProcess : inThisProcess
    const node = await start(settings, (line) => this.log.push(line))
    this.#nodes.set(n, node)
    return node
  }

  async stop(n: number): Promise<void> {
    const node = this.#nodes.get(n)
    this.#nodes.delete(n)
    await node?.stop()
  }

  async begin(phase: NonNullable<SchoolOptions['phase']>): Promise<void> {
    const code = this.node(0).setUpCode ?? ''
    const body = { code, name: 'Olga', login: 'owner', password: testPassword }
    await this.owner.call('auth.setUp', { body })
    this.#room = await this.newClass(phase)
  }

  async newClass(phase: NonNullable<SchoolOptions['phase']> = 'live'): Promise<RoomId> {
    if (phase === 'live')
      return (await this.owner.call('classes.startNow', { body: { title: 'Maths' } })).class.room
    const when = { start: '2027-03-01T09:00', zone: 'UTC', duration: 45 }
    const planned = await this.owner.call('classes.plan', { body: { title: 'Maths', ...when } })
    const { room } = planned.class
    if (phase === 'lobby')
      await this.owner.call('classes.step', { params: { room }, body: { step: 'open' } })
    return room
  }

  /** Everybody goes; whoever joins from now on joins a new class. */
  async nextClass(): Promise<void> {
    for (const pupil of this.pupils.splice(0)) pupil.close()
    // The connection that was used last may be one that a fault broke.
    this.#room = await this.newClass().catch(() => this.newClass())
  }

  /** The browser of a new account that may teach. */
  async account(login: string): Promise<Browser> {
    const body = { login, name: login, teaches: true }
    const { link } = await this.owner.call('accounts.create', { body })
    const browser = new Browser(this.urlOf(0))
    const secret = new URL(link.url).searchParams.get('link') ?? ''
    await browser.call('auth.openLink', { body: { link: secret } })
    return browser
  }

  async inviteFor(role: Role, room = this.room): Promise<string> {
    const made = await this.owner.call('invites.make', { params: { room }, body: { role } })
    return new URL(made.invite.url).searchParams.get('invite') ?? ''
  }

  /** Takes a seat by a link, and opens the connection; answers once it is open. */
  async join(role: Role, options: JoinOptions = {}): Promise<Pupil> {
    const pupil = await this.enter(role, options)
    await pupil.untilOpen()
    return pupil
  }

  /** The first instructor is the owner; whoever else comes is a guest with a link. */
  async enter(role: Role, options: JoinOptions = {}): Promise<Pupil> {
    const { node = 0, like, name = `${role} ${this.#comers++}` } = options
    const room = options.room ?? this.room
    const ownersTurn = like === undefined && role === 'instructor' && !this.#ownerSeated.has(room)
    if (ownersTurn) this.#ownerSeated.add(room)
    const url = this.urlOf(node)
    const browser = new Browser(url)
    const known = ownersTurn ? this.owner : like?.browser
    for (const [key, value] of known?.cookies ?? []) browser.cookies.set(key, value)
    const invite = known === undefined ? { invite: await this.inviteFor(role, room) } : {}
    const params = { room }
    const call = { params, body: { ...invite, name: like?.name ?? name } }
    const first = await browser.call('join.enter', call)
    let token: string | null = first.token
    const pupil = new Pupil({
      browser,
      line: new Line({ url, room, origin: this.place.publicUrl }),
      role,
      name: first.name,
      participant: first.participant,
      session: options.session ?? first.session,
      getToken: async () => {
        const given = token ?? (await browser.call('join.enter', call)).token
        token = null
        return given
      },
    })
    this.pupils.push(pupil)
    return pupil
  }

  readLog(room = this.room): Promise<LoggedFact[]> {
    return readLog(this.db, room)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close.disposeAsync()
  }
}

function sfuOptions({ sfu = false }: SchoolOptions): readonly TestSfuOptions[] {
  if (typeof sfu === 'boolean') return sfu ? [{}] : []
  return 'length' in sfu ? sfu : [sfu]
}

/** Its address. */
async function openRecorder(folder: string, close: AsyncDisposableStack): Promise<string> {
  const rtmp = { host: '127.0.0.1', port: await freePort() }
  const ingest = `rtmp://${rtmp.host}:${rtmp.port}/live`
  const more = { rtmp, ingest, folder: join(folder, 'recorder') }
  return close.use(await startTestRecorder(recorderParts, more)).url
}

/** Everything on wires of its own. */
export const usualPlace: Prepare = async (options, close) => {
  const count = options.nodes ?? 1
  const database = close.use(await freshDatabase())
  const redis = count === 2 ? close.use(await freshRedis()) : null
  const sfus = await Promise.all(sfuOptions(options).map(startTestSfu))
  for (const sfu of sfus) close.use(sfu)
  const folder = close.adopt(await mkdtemp(join(tmpdir(), 'lyceum-school-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  const recorders = options.recorder === true ? [await openRecorder(folder, close)] : []
  const ports = await Promise.all(Array.from({ length: count }, () => freePort()))
  const nodes = ports.map((port) => ({
    port,
    url: `http://127.0.0.1:${port}`,
    database: database.url,
    redis: redis?.url ?? null,
  }))
  const publicUrl = `http://localhost:${ports[0] ?? 0}`
  return { publicUrl, nodes, folder, database: database.url, sfus, recorders }
}

export async function openSchool(
  options: SchoolOptions = {},
  prepare: Prepare = usualPlace,
): Promise<School> {
  await using close = new AsyncDisposableStack()
  const place = await prepare(options, close)
  const school = new School(place, options, close.move())
  try {
    for (const n of place.nodes.keys()) await school.start(n)
    await school.begin(options.phase ?? 'live')
    return school
  } catch (error) {
    await school[Symbol.asyncDispose]()
    throw error
  }
}
