// Everything a server counts, under names an operator can graph. No label grows with classes or people.
import type { BoardRecorder } from '../boards/recorder.ts'
import type { LogRecorder } from '../log/recorder.ts'
import { boardRecorder, logRecorder } from './recorders.ts'
import { openFigures, type Figures } from './registry.ts'

/** How far a way into a class comes: over HTTP, then the socket, then sound and picture. */
export const joinStages = ['door', 'enter', 'token', 'seat', 'media'] as const
export type JoinStage = (typeof joinStages)[number]

/** Of outcomes these are there from the start: all that alerts ask for. */
const outcomes = ['ok', 'unavailable', 'internal'] as const

/** What a node is just now. */
export interface Standing {
  readonly database: boolean
  /** Null where there is none. */
  readonly redis: boolean | null
  readonly lease: boolean
  /** Queries that wait for a connection, by pool. */
  readonly waiting: Readonly<Record<string, number>>
  readonly mediaNodes: Readonly<Record<'up' | 'draining' | 'down', number>>
  /** Pairs of them. */
  readonly mediaCuts: number
  /** Live in the whole installation, as the catalogue says. */
  readonly liveClasses: number
}

/** Whom a node serves just now. */
export interface Census {
  readonly rooms: number
  readonly participants: number
  readonly connections: number
  /** How many are in each class here. */
  readonly sizes: readonly number[]
}

export interface Metrics {
  readonly page: Figures['page']
  readonly log: LogRecorder
  readonly boards: BoardRecorder
  /** A way in; `ms` where it was measured. */
  readonly joined: (outcome: string, stage: JoinStage, ms?: number) => void
  /** An HTTP request. */
  readonly answered: (outcome: string, ms: number) => void
  readonly called: (outcome: string) => void
  readonly letGo: (reason: string) => void
  readonly delivered: (facts: number, ageMs: number) => void
  /** Sound and picture of a connection that had them were set up anew. */
  readonly rebuilt: () => void
  /** A media worker, or a node with its workers, is gone. */
  readonly mediaLost: () => void
  readonly leaseLost: () => void
  /** Something failed that nobody waits for: it is told, and counted. */
  readonly failed: (what: string, error: unknown) => void
  readonly watch: (read: () => Standing) => void
  readonly sample: (read: () => Census) => void
}

const classSizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000]

function watchStanding({ gauge, gauges }: Figures, read: () => Standing): void {
  gauge('database_up', '1 while PostgreSQL answers', () => Number(read().database))
  if (read().redis !== null)
    gauge('redis_up', '1 while Redis answers', () => Number(read().redis === true))
  gauge('lease_held', '1 while this node holds its lease', () => Number(read().lease))
  gauges('pool_waiting', { help: 'Queries that wait for a connection', label: 'pool' }, () =>
    Object.entries(read().waiting),
  )
  gauges('media_nodes', { help: 'Sfus as this node sees them', label: 'state' }, () =>
    Object.entries(read().mediaNodes),
  )
  gauge(
    'media_cuts',
    'Pairs of sfus between which nothing came through lately',
    () => read().mediaCuts,
  )
  gauge('classes_live', 'Live in the whole installation', () => read().liveClasses)
}

function sampleCensus({ gauge, spread }: Figures, read: () => Census): void {
  for (const name of ['rooms', 'participants', 'connections'] as const)
    gauge(name, `${name} on this node`, () => read()[name])
  const help = 'People in each class loaded on this node'
  spread('class_people', { help, buckets: classSizes }, () => read().sizes)
}

function countWays({ counter, histogram }: Figures): Pick<Metrics, 'joined' | 'answered'> {
  const labels = { outcome: outcomes, stage: joinStages }
  const joins = counter('join_total', 'Ways into a class, by outcome and stage', labels)
  const stages = { stage: joinStages }
  const joining = histogram('join_seconds', 'How long a stage of a way in took', stages)
  const requests = counter('http_total', 'HTTP requests', { outcome: outcomes })
  const requesting = histogram('http_seconds', 'How long an HTTP request took')
  return {
    joined: (outcome, stage, ms) => {
      joins.inc({ outcome, stage })
      if (ms !== undefined) joining.observe({ stage }, ms / 1_000)
    },
    answered: (outcome, ms) => {
      requests.inc({ outcome })
      requesting.observe(ms / 1_000)
    },
  }
}

export interface MetricsOptions {
  readonly node: string
  readonly version: string
  readonly told: (what: string, error: unknown) => void
}

export function createMetrics({ node, version, told }: MetricsOptions): Metrics {
  const figures = openFigures('server')
  const { counter, histogram } = figures
  counter('node_info', 'Who this is', { node: [node], version: [version] }).inc({ node, version })
  const reasons = { reason: ['slow reader'] }
  const lettingGo = counter('connection_let_go_total', 'Connections this node closed', reasons)
  const calls = counter('call_total', 'Commands, requests and signals', { outcome: outcomes })
  const deliver = histogram(
    'log_append_to_deliver_seconds',
    'Age of the oldest fact of a frame when it is sent',
  )
  const delivered = counter('log_delivered_facts_total', 'Facts framed for readers here')
  const rebuilt = counter('media_rebuilt_total', 'Sound and picture that were set up anew')
  const mediaLost = counter('media_lost_total', 'Media workers that are gone, as this node heard')
  const leases = counter('lease_lost_total', 'Leases that ran out under this node')
  const troubles = counter('troubles_total', 'What failed and nobody waits for; the log names it')
  const failed: Metrics['failed'] = (what, error) => {
    troubles.inc()
    told(what, error)
  }
  return {
    page: figures.page,
    log: logRecorder(figures, failed),
    boards: boardRecorder(figures),
    ...countWays(figures),
    letGo: (reason) => {
      lettingGo.inc({ reason })
    },
    called: (outcome) => {
      calls.inc({ outcome })
    },
    delivered: (facts, ageMs) => {
      delivered.inc(facts)
      deliver.observe(Math.max(0, ageMs) / 1_000)
    },
    rebuilt: () => {
      rebuilt.inc()
    },
    mediaLost: () => {
      mediaLost.inc()
    },
    leaseLost: () => {
      leases.inc()
    },
    failed,
    watch: (read) => {
      watchStanding(figures, read)
    },
    sample: (read) => {
      sampleCensus(figures, read)
    },
  }
}
