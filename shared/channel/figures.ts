// What a node counts of the requests of servers, for Prometheus.
import { Counter, Histogram, type Registry } from 'prom-client'
import type { NodeContract } from '../contract/nodeContract.ts'
import type { Answered } from './link.ts'

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** To be told of every request that was answered. */
export function countRequests(
  { name: kind, requests }: NodeContract,
  registry: Registry,
): Answered {
  const own = { registers: [registry], labelNames: ['name'] }
  const durations = new Histogram({
    ...own,
    name: `lyceum_${kind}_request_seconds`,
    help: 'How long a request of a server took',
    buckets: seconds,
  })
  const refusals = new Counter({
    ...own,
    name: `lyceum_${kind}_refusals_total`,
    help: 'Requests of servers that were refused or failed',
  })
  for (const name of Object.keys(requests)) {
    durations.zero({ name })
    refusals.inc({ name }, 0)
  }
  return (name, { ok, ms }) => {
    durations.observe({ name }, ms / 1_000)
    if (!ok) refusals.inc({ name })
  }
}
