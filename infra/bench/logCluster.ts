// What the log benchmark needs: a durable PostgreSQL, one server process or several with Redis between them,
// rate limits lifted, and classes to talk in. All of it is new and goes away at the end.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Browser } from '../../server/http/testing/site.ts'
import { openEmbedded } from '../../server/storage/embedded.ts'
import type { Link } from '../../client/connection/port.ts'
import type { Hello } from '../../shared/contract/room.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { Frame } from '../../shared/log.ts'
import { dataFolder } from '../system.ts'
import { lightDial, type LightLink, type LightPlace } from './lightDial.ts'
import { freePort } from '../test/programs.ts'
import { freshRedis } from '../test/redis.ts'
import { asProcess, type SchoolNode } from '../wire/nodes.ts'

export interface Cluster extends AsyncDisposable {
  /** Addresses of the nodes. */
  readonly urls: readonly string[]
  readonly nodes: readonly SchoolNode[]
  /** Null for a node that is alone. */
  readonly redis: string | null
  /** The page's address, as a browser would name it. */
  readonly origin: string
  inviteTo(room: RoomId): string
  newRoom(): Promise<RoomId>
  /** A guest of the class, connected through one of the nodes and welcomed; hears frames. */
  connect(room: RoomId, url: string, heard: (frame: Frame) => void): Promise<LightLink>
  /** Whoever runs the class, through the first node. */
  lead(room: RoomId): Promise<Link>
}

const nobody = 'ws://127.0.0.1:9'
const nothing = () => undefined
const deaf = { view: nothing, top: nothing, signal: nothing }

async function startNodes(count: number, close: AsyncDisposableStack) {
  const data = close.use(await dataFolder())
  const database = close.adopt(await openEmbedded({ folder: data.path }), (db) => db.close())
  const redis = count > 1 ? close.use(await freshRedis()) : null
  const folder = close.adopt(await mkdtemp(join(tmpdir(), 'lyceum-bench-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  const ports = await Promise.all(Array.from({ length: count }, () => freePort()))
  const common = {
    publicUrl: `http://localhost:${ports[0] ?? 0}`,
    database: database.url,
    redis: redis?.url ?? null,
    sfu: nobody,
    recorders: '',
    secret: randomBytes(32).toString('hex'),
    folder,
    lifted: true,
    dropAfter: 10_000,
  }
  const nodes: SchoolNode[] = []
  for (const [n, port] of ports.entries()) {
    const node = await asProcess({ ...common, name: `node-${n}`, port }, () => undefined)
    nodes.push(close.adopt(node, (one) => one.stop()))
  }
  return { nodes, redis: common.redis }
}

async function signUp(node: SchoolNode): Promise<Browser> {
  const owner = new Browser(node.url)
  const password = randomBytes(12).toString('hex')
  const body = { code: node.setUpCode ?? '', name: 'Olga', login: 'owner', password }
  await owner.call('auth.setUp', { body })
  return owner
}

export async function startCluster(count: number): Promise<Cluster> {
  await using close = new AsyncDisposableStack()
  const { nodes, redis } = await startNodes(count, close)
  const [first] = nodes
  if (first === undefined) throw new Error('a cluster has nodes')
  const owner = await signUp(first)
  const origin = `http://localhost:${new URL(first.url).port}`
  const invites = new Map<RoomId, string>()
  const newRoom = async () => {
    const { room } = (await owner.call('classes.startNow', { body: { title: 'Maths' } })).class
    const made = await owner.call('invites.make', { params: { room }, body: { role: 'student' } })
    invites.set(room, new URL(made.invite.url).searchParams.get('invite') ?? '')
    return room
  }
  const connect: Cluster['connect'] = async (room, url, heard) => {
    const invite = invites.get(room)
    const given = { params: { room }, body: { name: 'Guest', ...(invite && { invite }) } }
    const { token, session } = await new Browser(url).call('join.enter', given)
    return greet({ url: () => url, room, origin }, { token, session }, heard)
  }
  const lead = async (room: RoomId) => {
    const given = { params: { room }, body: { name: 'Olga' } }
    const { token, session } = await owner.call('join.enter', given)
    return greet({ url: () => first.url, room, origin }, { token, session }, () => undefined)
  }
  const stack = close.move()
  return {
    urls: nodes.map(({ url }) => url),
    nodes,
    redis,
    origin,
    inviteTo: (room) => invites.get(room) ?? '',
    newRoom,
    connect,
    lead,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

function greet(
  place: LightPlace,
  { token, session }: Pick<Hello, 'session' | 'token'>,
  frame: (frame: Frame) => void,
): Promise<LightLink> {
  return new Promise((done, fail) => {
    const refused = (why: Refusal | null) => {
      fail(new Error(why?.message ?? 'no connection'))
    }
    const link: LightLink = lightDial(place)(
      { token, session, device: 'desktop', have: null },
      {
        ...deaf,
        frame,
        welcome: () => {
          done(link)
        },
        goodbye: refused,
        down: refused,
      },
    )
  })
}
