// Everything this process counts, under names an operator can graph. One registry per application, so
// that several may live in one process.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { BoardRecorder } from '../boards/recorder.ts'
import type { LogRecorder } from '../log/recorder.ts'

const latencies = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export interface Metrics {
  /** All of it, as Prometheus reads it. */
  readonly page: () => Promise<{ type: string; text: string }>
  readonly log: LogRecorder
  readonly boards: BoardRecorder
  readonly joined: (outcome: string, stage: string) => void
  readonly called: (outcome: string) => void
  readonly letGo: (reason: string) => void
  readonly delivered: (facts: number, ageMs: number) => void
  /** Sampled when somebody asks. */
  readonly sample: (
    read: () => { rooms: number; participants: number; connections: number },
  ) => void
}

export function createMetrics(failed: (what: string, error: unknown) => void): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ process: 'server' })
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `lyceum_${name}`, help, labelNames, registers })
  const histogram = (name: string, help: string) =>
    new Histogram({ name: `lyceum_${name}`, help, buckets: latencies, registers })
  const sampled = (name: string, help: string, read: () => number) => {
    new Gauge({
      name: `lyceum_${name}`,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }

  const joins = counter('join_total', 'Ways into a class, by outcome and stage', [
    'outcome',
    'stage',
  ])
  const lettingGo = counter('connection_let_go_total', 'Connections that this node closed', [
    'reason',
  ])
  const calls = counter('call_total', 'Commands, requests and signals, by outcome', ['outcome'])
  const deliver = histogram(
    'log_append_to_deliver_seconds',
    'Age of the oldest fact of a frame when it is sent',
  )
  const deliveredFacts = counter('log_delivered_facts_total', 'Facts framed for readers here')

  return {
    page: async () => ({ type: registry.contentType, text: await registry.metrics() }),
    log: logRecorder({ counter, histogram, failed }),
    boards: boardRecorder({ counter, gauge: sampled }),
    joined: (outcome, stage) => {
      joins.inc({ outcome, stage })
    },
    letGo: (reason) => {
      lettingGo.inc({ reason })
    },
    called: (outcome) => {
      calls.inc({ outcome })
    },
    delivered: (facts, ageMs) => {
      deliveredFacts.inc(facts)
      deliver.observe(Math.max(0, ageMs) / 1_000)
    },
    sample: (read) => {
      for (const name of ['rooms', 'participants', 'connections'] as const)
        sampled(name, `${name} on this node`, () => read()[name])
    },
  }
}

interface Makers {
  readonly gauge: (name: string, help: string, read: () => number) => void
  readonly counter: (name: string, help: string, labels?: string[]) => Counter
  readonly histogram: (name: string, help: string) => Histogram
  readonly failed: (what: string, error: unknown) => void
}

function boardRecorder({ counter, gauge }: Pick<Makers, 'counter' | 'gauge'>): BoardRecorder {
  const lots = counter('board_commits_total', 'Lots of changes to boards that this node appended')
  const edits = counter('board_edits_total', 'Changes in them, one for each person and lot')
  const refusals = counter('board_refusals_total', 'Changes to boards not taken, by reason', [
    'reason',
  ])
  const passing = counter('board_passing_total', 'Messages of hands and wet ink, from readers here')
  return {
    committed: (count) => {
      lots.inc()
      edits.inc(count)
    },
    refused: (reason) => {
      refusals.inc({ reason })
    },
    passed: () => {
      passing.inc()
    },
    sample: (read) => {
      gauge('board_layers', 'Layers of boards open on this node', () => read().layers)
      gauge('board_readers', 'Connections to them', () => read().readers)
    },
  }
}

function logRecorder({ counter, histogram, failed }: Omit<Makers, 'gauge'>): LogRecorder {
  const facts = counter('log_facts_total', 'Facts appended by this node')
  const acknowledge = histogram(
    'log_acknowledge_seconds',
    'From submitting a command to its answer',
  )
  const flush = histogram('log_flush_seconds', 'One append statement for all waiting logs')
  const events = counter('log_events_total', 'What happened in the log engine', ['event'])
  const count = (event: string) => () => {
    events.inc({ event })
  }
  return {
    appended: (n) => {
      facts.inc(n)
    },
    acknowledged: (seconds) => {
      acknowledge.observe(seconds)
    },
    flushed: (seconds) => {
      flush.observe(seconds)
    },
    flushFailed: (error) => {
      events.inc({ event: 'flush_failed' })
      failed('a flush', error)
    },
    pulled: (logs) => {
      events.inc({ event: 'pull' }, logs)
    },
    conflict: count('conflict'),
    gap: count('gap'),
    hinted: count('hint'),
    forgedHint: count('forged_hint'),
    reset: count('reset'),
    opened: count('open'),
    unloaded: count('unload'),
    snapshotSaved: count('snapshot'),
    failed: (what, error) => {
      events.inc({ event: 'failure' })
      failed(what, error)
    },
  }
}
