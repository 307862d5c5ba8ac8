// A cluster whose sfus are reached over wires of ours, and people in real browsers in one class on it.
import type { Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { conduct, type Conductor } from '../../bench/board/classroom.ts'
import { watchFlow } from '../../bench/failover/flow.ts'
import { watchReceiving } from '../../bench/weak/receiving.ts'
import { openCluster, type Cluster, type ClusterNode } from '../../cluster/cluster.ts'
import { launch, openContext } from '../../e2e/browser.ts'
import { sights, type Sight } from '../../e2e/media.ts'
import { hears, joinBy, sees } from '../../e2e/moves.ts'
import { openOffice } from '../../e2e/school.ts'
import { keepPeerConnections } from '../../e2e/peerConnections.ts'
import { dataFolder, freePort } from '../../system.ts'
import { goodWire, UdpProxy, type Flow, type Wire } from '../udpProxy.ts'

const sfus = 2
/** Where browsers believe the sfus to be, from 127.0.0.31 on. */
const announced = (n: number) => `127.0.0.${31 + n}`

/** Until the expectations within hold. */
export const until = (expected: () => unknown): Promise<unknown> =>
  vi.waitFor(expected, { timeout: 90_000, interval: 100 })

/** What comes from others just now. */
export const flowIn = (page: Page) => page.evaluate(() => globalThis.flows.at(-1))

export const good: Wire = { up: goodWire, down: goodWire }

interface Person {
  readonly page: Page
  readonly sight: Sight
}

export class BadCluster implements AsyncDisposable {
  readonly people: readonly Person[]
  readonly conductor: Conductor
  readonly #cluster: Cluster
  readonly #wires: readonly UdpProxy[]
  readonly #end: AsyncDisposableStack

  constructor({ cluster, wires, people, conductor }: Parts, end: AsyncDisposableStack) {
    this.#cluster = cluster
    this.#wires = wires
    this.people = people
    this.conductor = conductor
    this.#end = end
  }

  /** What one person sends and receives is like that, and all else is well. */
  async shape({ page }: Person, wire: Wire): Promise<void> {
    const isTheirs = await this.#flowsOf(page)
    for (const proxy of this.#wires) proxy.shape((flow) => (isTheirs(flow) ? wire : good))
  }

  heal(): void {
    for (const proxy of this.#wires) proxy.shape(() => good)
  }

  /** What this person sends comes from elsewhere from now on; until the answers find them there. */
  async move({ page }: Person): Promise<void> {
    const isTheirs = await this.#flowsOf(page)
    const before = this.#wires.flatMap((proxy) =>
      proxy.flows.filter(isTheirs).map((flow) => ({ flow, down: flow.down })),
    )
    for (const proxy of this.#wires) proxy.move(isTheirs)
    await until(() => {
      for (const { flow, down } of before) expect(flow.down).toBeGreaterThan(down + 5)
    })
  }

  /** The sfu that has what they publish. */
  get busy(): ClusterNode {
    const [source] = this.conductor.room.sources.values()
    const node = this.#cluster.nodes.find(({ name }) => name === source?.node)
    if (node === undefined) throw new Error('nobody publishes')
    return node
  }

  /** Everybody sees and hears all others, as they are and moving. */
  async isWhole(): Promise<void> {
    for (const { page, sight } of this.people) {
      const others = this.people.filter((one) => one.sight !== sight)
      for (const other of others) {
        await until(async () => expect(await sees(page, other.sight)).toBe(true))
        await until(async () => expect(await hears(page, other.sight)).toBe(true))
      }
    }
    await this.flows()
  }

  /** Everybody gets something of every other one, this very moment. */
  async flows(): Promise<void> {
    const wanted = this.people.length - 1
    for (const { page } of this.people)
      await until(async () =>
        expect(await flowIn(page)).toMatchObject({ sound: wanted, picture: wanted }),
      )
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end.disposeAsync()
  }

  /** By the names of its ends of the peer connections. */
  async #flowsOf(page: Page): Promise<(flow: Flow) => boolean> {
    const names = new Set(await page.evaluate(() => globalThis.wireNames()))
    const isTheirs = ({ user }: Flow) => names.has(user.split(':')[1] ?? '')
    const found = this.#wires.flatMap(({ flows }) => flows.filter(isTheirs))
    // One connection sends, one receives.
    expect(found.length).toBeGreaterThanOrEqual(2)
    return isTheirs
  }
}

interface Parts {
  readonly cluster: Cluster
  readonly wires: readonly UdpProxy[]
  readonly people: readonly Person[]
  readonly conductor: Conductor
}

async function openWires(close: AsyncDisposableStack) {
  const data = close.use(await dataFolder())
  const port = await freePort()
  const wires: UdpProxy[] = []
  const cluster = close.use(
    await openCluster({
      servers: 2,
      sfus,
      data: data.path,
      port,
      env: { ...process.env, LYCEUM_DEMO: '0', BENCH_PROFILE: 'lifted' },
      say: () => undefined,
      ofSfu: (n, address) => ({ MEDIA_ADDRESS: announced(n), PIPE_ADDRESS: address }),
    }),
  )
  for (const [n, { address }] of cluster.nodes.filter(({ kind }) => kind === 'sfu').entries()) {
    const [ip = ''] = address.split(':')
    const media = port + 10
    wires.push(
      close.use(await UdpProxy.open({ ip: announced(n), port: media }, { ip, port: media })),
    )
  }
  return { cluster, wires }
}

export async function openBadCluster(): Promise<BadCluster> {
  await using close = new AsyncDisposableStack()
  const { cluster, wires } = await openWires(close)
  const office = await openOffice(cluster.url, String(cluster.ready['setupCode']))
  const room = await office.newClass()
  const conductor = close.adopt(await conduct(office, room), (one) => {
    one.close()
  })
  const people: Person[] = []
  for (const sight of Object.values(sights)) {
    const browser = close.adopt(await launch(sight), (one) => one.close())
    const context = await openContext(browser)
    await context.addInitScript(keepPeerConnections)
    await context.addInitScript(watchFlow)
    await context.addInitScript(watchReceiving)
    const page = await context.newPage()
    const role = people.length === 0 ? 'instructor' : 'student'
    await joinBy(page, await office.linkFor(room, role), sight.name)
    people.push({ page, sight })
  }
  return new BadCluster({ cluster, wires, people, conductor }, close.move())
}
