// What the dashboards show: a title, what it is counted in, and the queries with the names of their lines.
// It knows no Grafana.

export type Unit = 'short' | 'percentunit' | 's' | 'bps' | 'pps' | 'reqps' | 'ops' | 'bytes'

export interface Panel {
  readonly title: string
  readonly unit: Unit
  /** Queries by the names of their lines; `{{label}}` is filled in. */
  readonly lines: Readonly<Record<string, string>>
  /** One figure for who passes by, instead of lines over time. */
  readonly big?: true
}

export interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly rows: readonly (readonly Panel[])[]
}

const quantile = (share: number, histogram: string, by = 'le') =>
  `histogram_quantile(${share}, sum by (${by}) (rate(${histogram}_bucket[5m])))`

const halfAndWorst = (histogram: string) => ({
  'half of them': quantile(0.5, histogram),
  'all but one in 100': quantile(0.99, histogram),
})

const big = (title: string, query: string, unit: Unit = 'short'): Panel => ({
  title,
  unit,
  lines: { [title]: query },
  big: true,
})

const lines = (title: string, unit: Unit, of: Panel['lines']): Panel => ({ title, unit, lines: of })

const overview: Dashboard = {
  uid: 'lyceum',
  title: 'Lyceum',
  rows: [
    [
      big('Classes live', 'max(lyceum_classes_live)'),
      big('People', 'sum(lyceum_participants)'),
      big('Largest class', 'histogram_quantile(1, sum by (le) (lyceum_class_people_bucket))'),
      big('Sound and picture', 'sum(lyceum_sfu_seats)'),
      big('Media in use', 'avg(lyceum_sfu_load_mean_ratio)', 'percentunit'),
      big('Servers', 'count(up{job="lyceum-server"} == 1)'),
      big('Sfus', 'count(up{job="lyceum-sfu"} == 1)'),
    ],
    [
      lines('Ways into a class', 'ops', {
        '{{stage}} {{outcome}}': 'sum by (stage, outcome) (rate(lyceum_join_total[5m]))',
      }),
      lines('How long they take, one in 20 longer', 's', {
        '{{stage}}': quantile(0.95, 'lyceum_join_seconds', 'stage, le'),
      }),
    ],
    [
      lines('From saying to taken', 's', halfAndWorst('lyceum_log_acknowledge_seconds')),
      lines('From taken to told', 's', halfAndWorst('lyceum_log_append_to_deliver_seconds')),
    ],
    [
      lines('Media traffic', 'bps', {
        out: 'sum(lyceum_sfu_bits_out_per_second)',
        in: 'sum(lyceum_sfu_bits_in_per_second)',
      }),
      lines('Connections that are bad or away', 'percentunit', {
        bad: 'sum(lyceum_sfu_seats_poor) / sum(lyceum_sfu_seats)',
        away: 'sum(lyceum_sfu_seats_away) / sum(lyceum_sfu_seats)',
      }),
    ],
  ],
}

const servers: Dashboard = {
  uid: 'lyceum-servers',
  title: 'Lyceum: servers',
  rows: [
    [
      big('Live', 'sum(up{job="lyceum-server"})'),
      big('Reach PostgreSQL', 'sum(lyceum_database_up)'),
      big('Reach Redis', 'sum(lyceum_redis_up)'),
      big('Hold their lease', 'sum(lyceum_lease_held)'),
      big('Versions', 'count(count by (version) (lyceum_node_info))'),
    ],
    [
      lines('Connections', 'short', { '{{instance}}': 'lyceum_connections' }),
      lines('Classes loaded', 'short', { '{{instance}}': 'lyceum_rooms' }),
      lines('Classes by size, at most', 'short', {
        '{{le}} people': 'sum by (le) (lyceum_class_people_bucket)',
      }),
    ],
    [
      lines('CPU', 'percentunit', {
        '{{instance}}': 'rate(process_cpu_seconds_total{job="lyceum-server"}[5m])',
      }),
      lines('Event loop late, one in 100', 's', {
        '{{instance}}': 'nodejs_eventloop_lag_p99_seconds{job="lyceum-server"}',
      }),
      lines('Memory', 'bytes', {
        '{{instance}}': 'process_resident_memory_bytes{job="lyceum-server"}',
      }),
    ],
    [
      lines('Commands, requests and signals', 'ops', {
        '{{outcome}}': 'sum by (outcome) (rate(lyceum_call_total[5m]))',
      }),
      lines('HTTP requests', 'reqps', {
        '{{outcome}}': 'sum by (outcome) (rate(lyceum_http_total[5m]))',
      }),
      lines('How long HTTP takes', 's', halfAndWorst('lyceum_http_seconds')),
    ],
    [
      lines('Facts', 'ops', {
        appended: 'sum(rate(lyceum_log_facts_total[5m]))',
        'told to readers': 'sum(rate(lyceum_log_delivered_facts_total[5m]))',
      }),
      lines('One append', 's', halfAndWorst('lyceum_log_flush_seconds')),
      lines('What happens in the log', 'ops', {
        '{{event}}': 'sum by (event) (rate(lyceum_log_events_total[5m]))',
      }),
    ],
    [
      lines('Queries that wait for a connection', 'short', {
        '{{instance}} {{pool}}': 'lyceum_pool_waiting',
      }),
      lines('Boards', 'short', {
        'layers open': 'sum(lyceum_board_layers)',
        connections: 'sum(lyceum_board_readers)',
      }),
      lines('Changes to boards', 'ops', {
        taken: 'sum(rate(lyceum_board_edits_total[5m]))',
        lots: 'sum(rate(lyceum_board_commits_total[5m]))',
        'hands and wet ink': 'sum(rate(lyceum_board_passing_total[5m]))',
        'refused: {{reason}}': 'sum by (reason) (rate(lyceum_board_refusals_total[5m]))',
      }),
    ],
    [
      lines('Troubles', 'ops', {
        'told in the log': 'sum by (instance) (rate(lyceum_troubles_total[5m]))',
        'readers let go': 'sum(rate(lyceum_connection_let_go_total[5m]))',
        'leases lost': 'sum(rate(lyceum_lease_lost_total[5m]))',
      }),
      lines('Sfus as servers see them', 'short', {
        '{{instance}} {{state}}': 'lyceum_media_nodes',
      }),
    ],
  ],
}

const media: Dashboard = {
  uid: 'lyceum-media',
  title: 'Lyceum: media',
  rows: [
    [
      big('Sfus', 'sum(up{job="lyceum-sfu"})'),
      big('Workers', 'sum(lyceum_sfu_workers)'),
      big('Draining', 'sum(lyceum_sfu_draining)'),
      big('Fullest worker', 'max(lyceum_sfu_load_ratio)', 'percentunit'),
      big('Workers that died', 'sum(increase(lyceum_sfu_worker_deaths_total[1h]))'),
    ],
    [
      lines('How full', 'percentunit', {
        '{{instance}} fullest worker': 'lyceum_sfu_load_ratio',
        '{{instance}} mean': 'lyceum_sfu_load_mean_ratio',
      }),
      lines('Busiest worker’s core', 'percentunit', {
        '{{instance}}': 'lyceum_sfu_worst_worker_cpu',
      }),
      lines('Cores in use', 'short', { '{{instance}}': 'lyceum_sfu_cpu' }),
    ],
    [
      lines('Seats', 'short', { '{{instance}}': 'lyceum_sfu_seats' }),
      lines('Sources out', 'short', { '{{instance}}': 'lyceum_sfu_consumers' }),
      lines('Sources in', 'short', { '{{instance}}': 'lyceum_sfu_producers' }),
    ],
    [
      lines('Out', 'bps', { '{{instance}}': 'lyceum_sfu_bits_out_per_second' }),
      lines('In', 'bps', { '{{instance}}': 'lyceum_sfu_bits_in_per_second' }),
      lines('Packets out', 'pps', { '{{instance}}': 'lyceum_sfu_packets_out_per_second' }),
      lines('Paths', 'short', { '{{protocol}}': 'sum by (protocol) (lyceum_sfu_paths)' }),
    ],
    [
      lines('Classes', 'short', { '{{instance}}': 'lyceum_sfu_rooms' }),
      lines('Piped between workers and nodes', 'short', {
        '{{instance}} in': 'lyceum_sfu_piped_in',
        '{{instance}} out': 'lyceum_sfu_piped_out',
      }),
      lines('Transports', 'short', { '{{instance}}': 'lyceum_sfu_transports' }),
    ],
    [
      lines('Connections', 'short', {
        '{{instance}} bad': 'lyceum_sfu_seats_poor',
        '{{instance}} away': 'lyceum_sfu_seats_away',
      }),
      lines('Lost and set up anew', 'ops', {
        'seats lost': 'sum(rate(lyceum_sfu_seats_lost_total[5m]))',
        'set up anew': 'sum(rate(lyceum_media_rebuilt_total[5m]))',
        'workers gone, as servers heard': 'sum(rate(lyceum_media_lost_total[5m]))',
      }),
      lines('Requests of servers, one in 20 longer', 's', {
        '{{name}}': quantile(0.95, 'lyceum_sfu_request_seconds', 'name, le'),
      }),
    ],
    [
      lines('Requests of servers', 'reqps', {
        '{{name}}': 'sum by (name) (rate(lyceum_sfu_request_seconds_count[5m]))',
      }),
      lines('Refused', 'reqps', {
        '{{name}}': 'sum by (name) (rate(lyceum_sfu_refusals_total[5m]))',
      }),
    ],
  ],
}

export const dashboards: readonly Dashboard[] = [overview, servers, media]
