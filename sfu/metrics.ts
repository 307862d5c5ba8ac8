// What Prometheus sees of this node. Read from the node when asked; nothing counts twice, and no
// label grows with rooms or people.
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { WorkerLoad } from '../shared/contract/sfu.ts'
import type { SfuNode } from './node.ts'

type Figure = Exclude<keyof WorkerLoad, 'incarnation'>

const perWorker: Record<Figure, string> = {
  cpu: 'Share of one core that the workers use, summed',
  rooms: 'Routers, one for each room here',
  transports: 'WebRTC transports',
  producers: 'Sources sent into this node',
  consumers: 'Sources sent out to somebody',
  bitsInPerSecond: 'Bits per second received',
  bitsOutPerSecond: 'Bits per second sent',
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export class Metrics {
  readonly #registry = new Registry()

  constructor(node: SfuNode) {
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry })
    for (const [figure, help] of Object.entries(perWorker) as [Figure, string][]) {
      new Gauge({
        name: `lyceum_sfu_${snakeCase(figure)}`,
        help,
        registers,
        collect() {
          this.set(node.loads.reduce((sum, worker) => sum + worker[figure], 0))
        },
      })
    }
    new Gauge({
      name: 'lyceum_sfu_workers',
      help: 'Media workers alive',
      registers,
      collect() {
        this.set(node.workers.alive.length)
      },
    })
    new Counter({
      name: 'lyceum_sfu_worker_deaths_total',
      help: 'Media workers that died and were replaced',
      registers,
      collect() {
        this.reset()
        this.inc(node.workers.deaths)
      },
    })
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }
}
