// What this node is just now, for the figures: what it reaches, and what it does without.
import type { ClassStore } from './catalogue/classes.ts'
import { every, type Clock, type Stop } from './clock.ts'
import type { MediaPlane, NodeView } from './media/plane.ts'
import type { Leases } from './presence/leases.ts'
import type { Pools } from './storage/pools.ts'
import type { RedisConnections } from './storage/redis.ts'
import type { Metrics, Standing } from './telemetry/metrics.ts'

const countMs = 10_000

interface StandingParts {
  readonly clock: Clock
  readonly pools: Pools
  readonly leases: Leases
  readonly redis: RedisConnections | null
  readonly plane: MediaPlane
  readonly classes: Pick<ClassStore, 'live'>
  readonly metrics: Metrics
}

function stateOf({ up, draining }: NodeView): keyof Standing['mediaNodes'] {
  if (!up) return 'down'
  return draining ? 'draining' : 'up'
}

function countNodes(nodes: readonly NodeView[]): Standing['mediaNodes'] {
  const counts = { up: 0, draining: 0, down: 0 }
  for (const node of nodes) counts[stateOf(node)] += 1
  return counts
}

/** Nobody who asks for figures waits for a database; so what it knows is asked now and then. */
export function watchStanding(parts: StandingParts): Stop {
  const { clock, pools, leases, redis, plane, classes, metrics } = parts
  let liveClasses = 0
  const count = async () => {
    const live = await classes.live().catch(() => null)
    if (live !== null) liveClasses = live.length
  }
  const { append, read, jobs } = pools
  metrics.watch(() => ({
    database: leases.answered,
    redis: redis === null ? null : redis.publish.status === 'ready',
    lease: leases.held,
    waiting: {
      append: append.waitingCount,
      read: read.waitingCount,
      jobs: jobs.waitingCount,
    },
    mediaNodes: countNodes(plane.nodes),
    mediaCuts: plane.cuts,
    liveClasses,
  }))
  const stopCounting = plane.on('workerDied', metrics.mediaLost)
  void count()
  const stop = every(clock, countMs, count)
  return () => {
    stop()
    stopCounting()
  }
}
