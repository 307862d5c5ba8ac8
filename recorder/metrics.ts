// What Prometheus sees of this node, read from it when asked. No label grows with classes or broadcasts.
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { countRequests } from '../shared/channel/figures.ts'
import type { Answered } from '../shared/channel/link.ts'
import { recorderContract, type LiveBroadcast } from '../shared/contract/recorder.ts'
import type { RecorderNode } from './node.ts'

const states = ['on', 'interrupted', 'over'] as const satisfies LiveBroadcast['state'][]

type Gauges = Record<string, readonly [help: string, read: (node: RecorderNode) => number]>

const gauges: Gauges = {
  cpu: ['Share of one core that this process uses', (node) => node.report().cpu],
  encodes: ['1 where smaller pictures can be made', (node) => Number(node.report().encodes)],
  draining: [
    '1 while it was asked to stop and waits for broadcasts to end',
    (node) => Number(node.report().draining),
  ],
  stream_keys: ['Stream keys that are valid', ({ keys }) => keys],
  bits_in_per_second: [
    'Bits per second that encoders send',
    (node) => node.report().broadcasts.reduce((sum, { health }) => sum + (health?.bitrate ?? 0), 0),
  ],
}

export class Metrics {
  readonly #registry = new Registry()
  /** A request of a server was answered. */
  readonly answered: Answered = countRequests(recorderContract, this.#registry)

  constructor(node: RecorderNode) {
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry })
    for (const [name, [help, read]] of Object.entries(gauges))
      new Gauge({
        ...{ name: `lyceum_recorder_${name}`, help, registers },
        collect() {
          this.set(read(node))
        },
      })
    new Gauge({
      name: 'lyceum_recorder_broadcasts',
      help: 'Broadcasts here, by what became of them',
      ...{ labelNames: ['state'], registers },
      collect() {
        const { broadcasts } = node.report()
        for (const state of states)
          this.set({ state }, broadcasts.filter((one) => one.state === state).length)
      },
    })
    const info = { name: 'lyceum_recorder_info', help: 'Who this is', labelNames: ['node'] }
    new Gauge({ ...info, registers }).set({ node: node.name }, 1)
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }
}
