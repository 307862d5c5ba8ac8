// For each alert, figures for which it must go off; and figures of a good day, for which none may. In the
// form of promtool's tests, whose series are written `start+step x times`.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A figure every minute; longer than any alert waits. */
const minutes = 35
const afterwards = 2
const times = minutes + afterwards

const steady = (value: number) => `${value}+0x${times}`
const growing = (step: number) => `0+${step}x${times}`
/** Nothing for all that time, then one. */
const once = `0+0x${minutes - 1} 1+0x${afterwards}`

type Series = Readonly<Record<string, string>>

const buckets = (name: string, seconds: number, labels = ''): Series =>
  Object.fromEntries(
    ['0.1', '0.5', '1', '5', '+Inf'].map((le) => [
      `${name}_bucket{${labels}le="${le}"}`,
      growing(le === '+Inf' || seconds <= Number(le) ? 10 : 0),
    ]),
  )

const server = 'job="lyceum-server",instance="s:1"'
const sfu = 'job="lyceum-sfu",instance="m:1"'
const recorder = 'job="lyceum-recorder",instance="r:1"'

const goodDay: Series = {
  [`up{${server}}`]: steady(1),
  [`up{${sfu}}`]: steady(1),
  [`up{${recorder}}`]: steady(1),
  [`process_start_time_seconds{${server}}`]: steady(1_000),
  'lyceum_node_info{version="1"}': steady(1),
  [`nodejs_eventloop_lag_p99_seconds{${server}}`]: steady(0.012),
  lyceum_database_up: steady(1),
  lyceum_lease_lost_total: steady(0),
  lyceum_redis_up: steady(1),
  'lyceum_pool_waiting{pool="read"}': steady(0),
  ...buckets('lyceum_log_acknowledge_seconds', 0.05),
  'lyceum_log_events_total{event="flush_failed"}': steady(0),
  'lyceum_log_events_total{event="forged_hint"}': steady(0),
  'lyceum_join_total{stage="seat",outcome="ok"}': growing(5),
  'lyceum_join_total{stage="seat",outcome="unavailable"}': steady(3),
  ...buckets('lyceum_join_seconds', 0.3, 'stage="media",'),
  'lyceum_call_total{outcome="internal"}': steady(0),
  lyceum_connection_let_go_total: steady(2),
  'lyceum_board_refusals_total{reason="forged"}': steady(0),
  'lyceum_media_nodes{state="up"}': steady(2),
  'lyceum_media_nodes{state="down"}': steady(0),
  lyceum_media_cuts: steady(0),
  lyceum_sfu_worker_deaths_total: steady(0),
  lyceum_sfu_workers_configured: steady(2),
  lyceum_sfu_workers: steady(2),
  lyceum_sfu_load_ratio: steady(0.6),
  lyceum_sfu_load_mean_ratio: steady(0.5),
  lyceum_media_rebuilt_total: steady(1),
  lyceum_connections: steady(100),
  lyceum_sfu_seats_poor: steady(3),
  lyceum_sfu_seats_away: steady(1),
  lyceum_sfu_seats: steady(100),
  'lyceum_sfu_refusals_total{name="join"}': steady(1),
  'lyceum_sfu_request_seconds_count{name="join"}': growing(10),
}

/** What is different when it goes off. */
const badDays: Readonly<Record<string, Series>> = {
  LyceumServerAway: { [`up{${server}}`]: steady(0) },
  LyceumSfuAway: { [`up{${sfu}}`]: steady(0) },
  LyceumRecorderAway: { [`up{${recorder}}`]: steady(0) },
  LyceumRestarting: { [`process_start_time_seconds{${server}}`]: growing(10) },
  LyceumVersionsMixed: { 'lyceum_node_info{version="2"}': steady(1) },
  LyceumEventLoopSlow: { [`nodejs_eventloop_lag_p99_seconds{${server}}`]: steady(0.4) },
  LyceumDatabaseAway: { lyceum_database_up: steady(0) },
  LyceumLeaseLost: { lyceum_lease_lost_total: once },
  LyceumRedisAway: { lyceum_redis_up: steady(0) },
  LyceumPoolWaiting: { 'lyceum_pool_waiting{pool="read"}': steady(4) },
  LyceumLogSlow: buckets('lyceum_log_acknowledge_seconds', 0.9),
  LyceumLogFailing: { 'lyceum_log_events_total{event="flush_failed"}': growing(1) },
  LyceumForgedHint: { 'lyceum_log_events_total{event="forged_hint"}': once },
  LyceumJoinsFailing: { 'lyceum_join_total{stage="seat",outcome="unavailable"}': growing(1) },
  LyceumJoinsSlow: buckets('lyceum_join_seconds', 4, 'stage="media",'),
  LyceumErrors: { 'lyceum_call_total{outcome="internal"}': once },
  LyceumSlowReaders: { lyceum_connection_let_go_total: growing(10) },
  LyceumBoardForgeries: { 'lyceum_board_refusals_total{reason="forged"}': once },
  LyceumNoMedia: { 'lyceum_media_nodes{state="up"}': steady(0) },
  LyceumMediaNodeUnseen: { 'lyceum_media_nodes{state="down"}': steady(1) },
  LyceumMediaNodesCutOff: { lyceum_media_cuts: steady(1) },
  LyceumWorkerDied: { lyceum_sfu_worker_deaths_total: once },
  LyceumWorkersMissing: { lyceum_sfu_workers: steady(1) },
  LyceumMediaNodeFull: { lyceum_sfu_load_ratio: steady(0.97) },
  LyceumMediaNearlyFull: { lyceum_sfu_load_mean_ratio: steady(0.75) },
  LyceumMediaRebuilding: { lyceum_media_rebuilt_total: growing(10) },
  LyceumPoorConnections: { lyceum_sfu_seats_poor: steady(30) },
  LyceumMediaOrdersFailing: { 'lyceum_sfu_refusals_total{name="join"}': growing(5) },
}

/** The names in rules.yml. */
export async function alerts(): Promise<string[]> {
  const text = await readFile(join(import.meta.dirname, 'rules.yml'), 'utf8')
  return [...text.matchAll(/^ +- alert: (\S+)$/gm)].map(([, name = '']) => name)
}

function caseOf(series: Series, expr: string, value: number | null) {
  return {
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr,
        eval_time: `${minutes + afterwards}m`,
        exp_samples: value === null ? [] : [{ labels: '{}', value }],
      },
    ],
  }
}

/** As promtool reads them; throws where an alert has no case. */
export async function ruleCases(rules: string) {
  const names = await alerts()
  const cases = names.map((name) => {
    const different = badDays[name]
    if (different === undefined) throw new Error(`${name} has no case`)
    const firing = `count(ALERTS{alertname="${name}",alertstate="firing"})`
    return caseOf({ ...goodDay, ...different }, firing, 1)
  })
  const quiet = caseOf(goodDay, 'count(ALERTS)', null)
  return { rule_files: [rules], evaluation_interval: '1m', tests: [quiet, ...cases] }
}
