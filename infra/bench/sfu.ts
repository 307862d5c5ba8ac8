// `npm run bench -- sfu`: how much one media worker forwards before it is full, beside mediasoup as it is under the
// same load, over a pipe from another node, and what a packet costs beside Janus with the same peers.
import { setTimeout as after } from 'node:timers/promises'
import { Studio } from '../peers/studio.ts'
import { processMs } from './processTime.ts'
import { rounded, type Bench } from './result.ts'
import { droppedHere } from './sfu/arrivals.ts'
import { Bare } from './sfu/bare.ts'
import { Crowd } from './sfu/crowd.ts'
import type { Forwarder } from './sfu/forwarder.ts'
import { Janus } from './sfu/janus.ts'
import { Ours } from './sfu/ours.ts'

/** Of each picture; of a packet, in bytes. */
const packetsPerSecond = 60
const packetBytes = 1_000
/** Pictures that each peer receives. */
const streams = 12
/** A worker that is used so far is full … */
const full = 0.85
/** … and from here on answers so late that peers who come give up. */
const nearlyFull = 0.75
const saturated = 0.97
/** Peers who come before each measurement, and all that come. */
const batch = 30
const most = 150
const settleMs = 1_500
const measureMs = 3_000
const beside = { peers: 100, streams: 2 }
const targets = { bareRatio: 0.95, janusRatio: 1 }

interface Load {
  /** Of one processor. */
  readonly cpu: number
  readonly packetsPerSecond: number
}

interface Point extends Load {
  readonly consumers: number
}

/** Peers that send so many pictures. */
async function publish(count: number, crowd: Crowd, close: AsyncDisposableStack): Promise<Studio> {
  const studio = close.use(await Studio.open())
  await crowd.publish(studio, count, await studio.picture(packetsPerSecond, packetBytes))
  return studio
}

async function measure(pids: readonly number[], arrived: () => Promise<number>): Promise<Load> {
  const [began, used, came] = [performance.now(), await processMs(pids), await arrived()]
  await after(measureMs)
  const ms = performance.now() - began
  const packets = (await arrived()) - came
  return {
    cpu: ((await processMs(pids)) - used) / ms,
    packetsPerSecond: (packets * 1_000) / ms,
  }
}

/** More and more peers, until the worker is nearly full. */
async function fill(forwarder: Forwarder, say: (line: string) => void): Promise<Point[]> {
  await using close = new AsyncDisposableStack()
  using crowd = new Crowd(forwarder)
  const senders = await publish(streams, crowd, close)
  const receivers = close.use(await Studio.open())
  const points: Point[] = []
  for (let peers = batch; peers <= most; peers += batch) {
    // Whoever comes while a worker is busy may come too late.
    senders.flow(false)
    await crowd.subscribe(receivers, batch, streams)
    // Peers that read all would take more of the machine than the worker does. Their queues are full by then.
    receivers.rest(settleMs + measureMs)
    senders.flow(true)
    await after(settleMs)
    const load = await measure(forwarder.workers, droppedHere)
    points.push({ ...load, consumers: peers * streams })
    say(`  ${JSON.stringify(rounded({ ...load, consumers: peers * streams }))}`)
    if (load.cpu >= nearlyFull) break
  }
  return points
}

/** Packets a second when full, where the line through the measurements is, by least squares. */
function whenFull(points: readonly Point[]): number {
  // One that is saturated says little.
  const sound = points.filter(({ cpu }) => cpu < saturated)
  const meanOf = (what: keyof Load) =>
    sound.reduce((sum, point) => sum + point[what], 0) / sound.length
  const [cpu, packets] = [meanOf('cpu'), meanOf('packetsPerSecond')]
  const sumOf = (of: (point: Point) => number) => sound.reduce((sum, point) => sum + of(point), 0)
  const over = sumOf((point) => (point.cpu - cpu) * (point.packetsPerSecond - packets))
  const under = sumOf((point) => (point.cpu - cpu) ** 2)
  return packets + (full - cpu) * (over / under)
}

/** Processor time for a forwarded packet, in µs, of all that takes part. */
async function packetCost(forwarder: Forwarder): Promise<number> {
  await using close = new AsyncDisposableStack()
  using crowd = new Crowd(forwarder)
  await publish(beside.streams, crowd, close)
  const studio = close.use(await Studio.open())
  await crowd.subscribe(studio, beside.peers, beside.streams)
  await after(settleMs)
  const load = await measure(forwarder.pids, () => studio.count())
  const wanted = beside.peers * beside.streams * packetsPerSecond
  if (load.packetsPerSecond < wanted * 0.98)
    throw new Error(`${Math.round(load.packetsPerSecond)} of ${wanted} packets a second came`)
  return (load.cpu * 1_000_000) / load.packetsPerSecond
}

const mean = (one: number, other: number) => (one + other) / 2

export const sfu: Bench = async ({ say }) => {
  const filled = async (name: string, open: () => Promise<Forwarder>) => {
    say(name)
    await using forwarder = await open()
    return await fill(forwarder, say)
  }
  const cost = async (name: string, open: () => Promise<Forwarder>) => {
    await using forwarder = await open()
    const micros = await packetCost(forwarder)
    say(`${name}: ${micros.toFixed(1)} µs a packet`)
    return micros
  }
  const ours = () => Ours.open(1)
  const bare = () => Bare.open()
  // There and back, so that a machine that becomes slower or faster does not favour one.
  const runs = [
    await filled('bare', bare),
    await filled('ours', ours),
    await filled('ours', ours),
    await filled('bare', bare),
  ] as const
  const piped = await filled('ours, over a pipe', () => Ours.open(2))
  const costs = { janus: await cost('Janus', () => Janus.open()), ours: await cost('ours', ours) }
  const [bareFirst = 0, oursFirst = 0, oursThen = 0, bareThen = 0] = runs.map(whenFull)
  const packetsPerSecondPerCore = mean(oursFirst, oursThen)
  const figures = {
    consumersPerCore: packetsPerSecondPerCore / packetsPerSecond,
    packetsPerSecondPerCore,
    bareRatio: packetsPerSecondPerCore / mean(bareFirst, bareThen),
    janusRatio: costs.ours / costs.janus,
    pipedConsumersPerCore: whenFull(piped) / packetsPerSecond,
    microsPerPacket: costs.ours,
    janusMicrosPerPacket: costs.janus,
  }
  return {
    figures: rounded(figures),
    pass: figures.bareRatio >= targets.bareRatio && figures.janusRatio < targets.janusRatio,
    limitedBy: 'encryption in the worker; the peers take the other processor',
  }
}
