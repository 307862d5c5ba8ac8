// `npm run bench -- board-sync`: one page over two nodes with 100 people, all moving cursors ten times a second
// and 30 drawing at 60 points a second, a stroke a second each; and the same people on one Hocuspocus that
// knows no rights and stores nothing, with cursors and ink as stateless messages of equal size and rate.
import { setTimeout as after } from 'node:timers/promises'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { LayerName } from '../../shared/board/layer.ts'
import { encodeStroke } from '../../shared/board/strokeBytes.ts'
import { handwriting } from '../../shared/board/testing/handwriting.ts'
import { passingKinds } from '../../shared/board/wire.ts'
import { RoomConnection } from '../../client/connection/roomConnection.ts'
import { Browser } from '../../server/http/testing/site.ts'
import { newId, type BoardId, type PageId, type RoomId } from '../../shared/ids.ts'
import { nodeFlags } from '../local/child.ts'
import { startProgram, stopProgram } from '../test/programs.ts'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { BoardSocket } from '../wire/boardSocket.ts'
import { lightDial } from './lightDial.ts'
import { startCluster, type Cluster } from './logCluster.ts'
import { command } from './poll.ts'
import { processMs } from './processTime.ts'
import { percentile, rounded, type Bench } from './result.ts'

const people = 100
const drawers = 30
const seconds = 20
const inkPerSecond = 20
const cursorsPerSecond = 10
const targets = { p50: 40, p95: 80, saved: 50, share: 0.4, ratio: 0.7 }
/** What a cursor and three points take, as the client sends them. */
const sizes = { place: 8, ink: 16 }
const pointsPerStroke = 60

/** Somebody at the board, whatever carries it. */
interface Drawer {
  readonly doc: Y.Doc
  pass(kind: 'place' | 'ink', bytes: Uint8Array): void
}

/** The moment of sending stands at the head of what passes. */
function stamped(size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  new DataView(bytes.buffer).setFloat64(0, performance.now())
  return bytes
}

function ageOf(bytes: Uint8Array): number {
  return performance.now() - new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0)
}

/** Strokes of handwriting, one after the other, under names of their own. */
class Pen {
  readonly #points = handwriting(7, drawers * (seconds + 5)).map((stroke) =>
    encodeStroke(stroke.slice(0, pointsPerStroke)),
  )
  #count = 0

  write({ doc }: Drawer): void {
    const p = this.#points[this.#count % this.#points.length]
    this.#count += 1
    const id = this.#count.toString(36).padStart(10, '0')
    doc.getMap('o').set(id, { t: 'pen', z: this.#count, c: 1, w: 2, p })
  }
}

/** Calls `act` so often a second, the first time at its `share` of a period; returns what ends it. */
function repeat(perSecond: number, share: number, act: () => void): () => void {
  const period = 1_000 / perSecond
  let timer = setTimeout(() => {
    timer = setInterval(act, period)
    act()
  }, period * share)
  return () => {
    clearTimeout(timer)
  }
}

/** Everybody draws for a while; each act at its own place within its period, so that nobody acts in step. */
async function draw(all: readonly Drawer[]): Promise<void> {
  const pen = new Pen()
  const stops = all.flatMap((one, n) => {
    const cursor = repeat(cursorsPerSecond, n / all.length, () => {
      one.pass('place', stamped(sizes.place))
    })
    if (n >= drawers) return [cursor]
    const share = n / drawers
    const ink = repeat(inkPerSecond, share, () => {
      one.pass('ink', stamped(sizes.ink))
    })
    const stroke = repeat(1, share, () => {
      pen.write(one)
    })
    return [cursor, ink, stroke]
  })
  await after(seconds * 1_000)
  for (const stop of stops) stop()
}

/** One person's, each one change of their Yjs client. */
class Strokes {
  readonly #since: number[] = []
  readonly #took: number[]
  #done = 0

  constructor(took: number[]) {
    this.#took = took
  }

  made(): void {
    this.#since.push(performance.now())
  }

  saved(clock: number): void {
    for (; this.#done < clock; this.#done += 1)
      this.#took.push(performance.now() - (this.#since[this.#done] ?? Number.NaN))
  }
}

interface Measured {
  /** Ages of ink when somebody else saw it. */
  readonly points: number[]
  /** From the end of a stroke to its being in the log. */
  readonly saved: number[]
  /** Of one core, all server processes together. */
  readonly cpuShare: number
}

async function measured(pids: readonly number[], work: () => Promise<void>): Promise<number> {
  const [before, began] = [await processMs(pids), performance.now()]
  await work()
  return ((await processMs(pids)) - before) / (performance.now() - began)
}

/** A board with one page, on which everybody may draw; made by whoever runs the class, told to a witness. */
async function newPage(cluster: Cluster, room: RoomId): Promise<LayerName> {
  const opened = Promise.withResolvers<{ board: BoardId; pages: PageId[] }>()
  const witness = await cluster.connect(room, cluster.urls[0] ?? '', ({ facts }) => {
    const fact = facts.find(({ type }) => type === 'boards.opened')
    if (fact !== undefined) opened.resolve(fact.body as { board: BoardId; pages: PageId[] })
  })
  const lead = await cluster.lead(room)
  await command(lead, 'boards.open', { title: 'Bench', right: 'editOwn' })
  const { board, pages } = await opened.promise
  witness.close()
  const [page] = pages
  if (page === undefined) throw new Error('a board has a page')
  return { board, page, of: 'shared', epoch: 0 }
}

const foldNothing = { initial: null, evolve: () => null, decode: () => null }

async function sit(cluster: Cluster, room: RoomId, n: number) {
  const url = cluster.urls[n % cluster.urls.length] ?? ''
  const call = { params: { room }, body: { name: `Person ${n}`, invite: cluster.inviteTo(room) } }
  const { token } = await new Browser(url).call('join.enter', call)
  const connection = RoomConnection.open({
    dial: lightDial({ url: () => url, room, origin: cluster.origin }),
    fold: foldNothing,
    session: newId<'session'>(),
    device: 'desktop',
    getToken: () => Promise.resolve(token),
  })
  await new Promise((done) => connection.on('open', done))
  return { url, token, connection }
}

async function ours(): Promise<Measured> {
  await using cluster = await startCluster(2)
  using close = new DisposableStack()
  const room = await cluster.newRoom()
  const layer = await newPage(cluster, room)
  const points: number[] = []
  const saved: number[] = []
  const all: BoardSocket[] = []
  for (let n = 0; n < people; n += 1) {
    const { url, token, connection } = await sit(cluster, room, n)
    close.defer(() => {
      connection.close()
    })
    const strokes = new Strokes(saved)
    const socket = await BoardSocket.open(
      { url, origin: cluster.origin, layer, token },
      {
        passing: (number, kind, bytes) => {
          if (kind === passingKinds.ink && number !== socket.number) points.push(ageOf(bytes))
        },
        saved: (_, clock) => {
          strokes.saved(clock)
        },
      },
    )
    socket.doc.on('update', (_: Uint8Array, origin: unknown) => {
      if (origin !== socket) strokes.made()
    })
    close.defer(() => {
      socket.close()
    })
    all.push(socket)
  }
  const pids = cluster.nodes.map(({ child }) => child?.pid ?? 0)
  const cpuShare = await measured(pids, () => draw(all))
  return { points, saved, cpuShare }
}

async function startYardstick(close: AsyncDisposableStack) {
  const args = [...nodeFlags, join(import.meta.dirname, 'hocuspocusServer.ts')]
  const child = startProgram({ command: process.execPath, args })
  close.defer(() => stopProgram(child, 'SIGKILL'))
  if (child.stdout === null) throw new Error('a server without output')
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { url: `ws://127.0.0.1:${port}`, pid: child.pid ?? 0 }
}

async function sitElsewhere(url: string, close: AsyncDisposableStack): Promise<Drawer> {
  const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket })
  const doc = new Y.Doc()
  const synced = Promise.withResolvers<unknown>()
  const provider = new HocuspocusProvider({
    websocketProvider,
    name: 'page',
    document: doc,
    awareness: null,
    onSynced: synced.resolve,
  })
  provider.attach()
  close.defer(() => {
    provider.destroy()
    websocketProvider.destroy()
  })
  await synced.promise
  return {
    doc,
    pass: (kind, bytes) => {
      provider.sendStateless(kind.slice(0, 1).padEnd(bytes.length, '.'))
    },
  }
}

/** Of one core, the one process of the yardstick. */
async function yardstick(): Promise<number> {
  await using close = new AsyncDisposableStack()
  const { url, pid } = await startYardstick(close)
  const all: Drawer[] = []
  for (let n = 0; n < people; n += 1) all.push(await sitElsewhere(url, close))
  return await measured([pid], () => draw(all))
}

export const boardSync: Bench = async ({ say }) => {
  const mine = await ours()
  say(`Lyceum: ${(mine.cpuShare * 100).toFixed(0)} % of a core, both nodes together`)
  const theirs = await yardstick()
  say(`Hocuspocus: ${(theirs * 100).toFixed(0)} %`)
  const figures = {
    pointP50Ms: percentile(mine.points, 0.5),
    pointP95Ms: percentile(mine.points, 0.95),
    savedP95Ms: percentile(mine.saved, 0.95),
    serverCpuShare: mine.cpuShare,
    cpuRatio: mine.cpuShare / theirs,
    savedStrokes: mine.saved.length,
    hocuspocusCpuShare: theirs,
  }
  return {
    figures: rounded(figures),
    pass:
      figures.pointP50Ms <= targets.p50 &&
      figures.pointP95Ms <= targets.p95 &&
      figures.savedP95Ms <= targets.saved &&
      figures.serverCpuShare <= targets.share &&
      figures.cpuRatio <= targets.ratio,
    limitedBy: 'two processors, shared by both nodes, PostgreSQL, Redis and the 100 people',
  }
}
