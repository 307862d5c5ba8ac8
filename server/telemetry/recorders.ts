// What the log and the boards report of themselves, as figures.
import type { BoardRecorder } from '../boards/recorder.ts'
import type { LogRecorder } from '../log/recorder.ts'
import type { Figures } from './registry.ts'

const boardProblems = [
  'malformed',
  'gap',
  'forged',
  'schema',
  'rights',
  'locked',
  'full',
  'rate',
] satisfies Parameters<BoardRecorder['refused']>[0][]

export function boardRecorder({ counter, gauge }: Figures): BoardRecorder {
  const lots = counter('board_commits_total', 'Lots of changes to boards that this node appended')
  const edits = counter('board_edits_total', 'Changes in them, one for each person and lot')
  const refusals = counter('board_refusals_total', 'Changes to boards not taken, by reason', {
    reason: boardProblems,
  })
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

const logEvents = [
  'flush_failed',
  'pull',
  'conflict',
  'gap',
  'hint',
  'forged_hint',
  'reset',
  'open',
  'unload',
  'snapshot',
  'failure',
] as const

export function logRecorder(
  { counter, histogram }: Figures,
  failed: (what: string, error: unknown) => void,
): LogRecorder {
  const facts = counter('log_facts_total', 'Facts appended by this node')
  const acknowledge = histogram(
    'log_acknowledge_seconds',
    'From submitting a command to its answer',
  )
  const flush = histogram('log_flush_seconds', 'One append statement for all waiting logs')
  const events = counter('log_events_total', 'What happened in the log engine', {
    event: logEvents,
  })
  const count =
    (event: (typeof logEvents)[number]) =>
    (times = 1) => {
      events.inc({ event }, times)
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
      count('flush_failed')()
      failed('a flush', error)
    },
    pulled: count('pull'),
    conflict: count('conflict'),
    gap: count('gap'),
    hinted: count('hint'),
    forgedHint: count('forged_hint'),
    reset: count('reset'),
    opened: count('open'),
    unloaded: count('unload'),
    snapshotSaved: count('snapshot'),
    failed: (what, error) => {
      count('failure')()
      failed(what, error)
    },
  }
}
