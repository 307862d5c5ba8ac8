// `npm run bench -- audience`: how many viewers one core of a recorder serves by itself, and that behind nginx's cache ten
// times as many cost it no more. Viewers are scripted: they ask as hls.js does, and decode nothing.
import { join } from 'node:path'
import { dataFolder } from '../system.ts'
import { processMs } from './processTime.ts'
import { percentile, rounded, type Bench, type BenchContext } from './result.ts'
import { Crowd, type Watched } from './viewers/crowd.ts'
import { startEdge } from './viewers/edge.ts'
import { openOrigin } from './viewers/origin.ts'

/** Of picture and sound, in bit/s. */
const bitrates = { direct: 900_000, edge: 200_000 }
const sizes = { direct: 500, few: 100, many: 1_000 }
const settleMs = 6_000
const watchMs = 20_000
const targets = { viewersPerCore: 500, partP99Ms: 150, originRatio: 1.1 }

interface Direct extends Watched {
  /** Share of a core that the recorder used. */
  readonly cores: number
}

async function settled(crowd: Crowd, size: number): Promise<void> {
  await crowd.grow(size)
  await crowd.watch(settleMs)
}

async function direct(folder: string): Promise<Direct> {
  await using origin = await openOrigin(folder, bitrates.direct)
  using crowd = new Crowd(origin)
  await settled(crowd, sizes.direct)
  const before = await processMs([origin.pid])
  const watched = await crowd.watch(watchMs)
  return { ...watched, cores: ((await processMs([origin.pid])) - before) / watchMs }
}

/** Requests at the recorder per second, with few and with many viewers behind the cache. */
async function behindEdge(folder: string, say: BenchContext['say']) {
  await using origin = await openOrigin(folder, bitrates.edge)
  const started = await startEdge(join(folder, 'edge'), origin.port)
  if (started === null) return null
  await using edge = started
  using crowd = new Crowd({ ...origin, port: edge.port })
  const of = async (size: number) => {
    await settled(crowd, size)
    await edge.asked()
    const watched = await crowd.watch(watchMs)
    const counts = await edge.asked()
    say(`${size} behind nginx: ${JSON.stringify(counts)}, ${watched.failures} failures`)
    return { ...watched, ...counts }
  }
  return { few: await of(sizes.few), many: await of(sizes.many) }
}

export const lectureAudience: Bench = async ({ say }) => {
  await using folder = await dataFolder()
  const alone = await direct(join(folder.path, 'direct'))
  const viewersPerCore = sizes.direct / alone.cores
  const p99 = percentile(alone.late, 0.99)
  say(`${sizes.direct} viewers: ${alone.cores.toFixed(2)} cores, p99 ${p99.toFixed(0)} ms`)
  const edge = await behindEdge(join(folder.path, 'behind'), say)
  const ratio = edge === null ? -1 : edge.many.ofRecorder / edge.few.ofRecorder
  return {
    figures: rounded({
      viewersPerCore,
      partP99Ms: p99,
      partP50Ms: percentile(alone.late, 0.5),
      viewersReached: sizes.direct,
      complete: alone.complete,
      failures: alone.failures,
      recorderCores: alone.cores,
      originRatio: ratio,
      edgeViewers: edge === null ? -1 : sizes.many,
      edgePartP99Ms: edge === null ? -1 : percentile(edge.many.late, 0.99),
      edgeFailures: edge?.many.failures ?? -1,
    }),
    pass:
      viewersPerCore >= targets.viewersPerCore &&
      p99 <= targets.partP99Ms &&
      alone.failures === 0 &&
      ratio <= targets.originRatio,
    limitedBy: 'the process that plays all viewers, on the core beside the one measured',
  }
}
