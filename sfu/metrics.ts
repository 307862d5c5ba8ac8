// What Prometheus sees of this node. Read from the node when asked; nothing counts twice, and no
// label grows with rooms or people.
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import { countRequests } from '../shared/channel/figures.ts'
import type { Answered } from '../shared/channel/link.ts'
import { sfuContract, shareOf, type WorkerLoad } from '../shared/contract/sfu.ts'
import type { SfuNode } from './node.ts'

type Summed = Exclude<keyof WorkerLoad, 'incarnation'>

const summed: Record<Summed, string> = {
  cpu: 'Share of one core that the workers use, summed',
  rooms: 'Routers, one for each room here',
  transports: 'WebRTC transports',
  producers: 'Sources sent into this node',
  consumers: 'Sources sent out to somebody',
  packetsOutPerSecond: 'Packets of media per second sent to somebody',
  bitsInPerSecond: 'Bits per second received',
  bitsOutPerSecond: 'Bits per second sent',
}

type Gauges = Record<string, readonly [help: string, read: (node: SfuNode) => number]>

const highest = (figures: readonly number[]): number => Math.max(0, ...figures)
const mean = (figures: readonly number[]): number =>
  figures.length === 0 ? 0 : figures.reduce((sum, one) => sum + one, 0) / figures.length
const shares = ({ loads }: SfuNode) => loads.map(shareOf)
const seats = ({ rooms }: SfuNode) => rooms.flatMap(({ peers }) => peers)

/** Below this somebody sees or hears that something is wrong. */
const poor = 0.5

const gauges: Gauges = {
  workers: ['Media workers alive', ({ workers }) => workers.alive.length],
  workers_configured: ['Media workers that there should be', ({ workers }) => workers.configured],
  worst_worker_cpu: [
    'Share of one core that the busiest worker uses',
    ({ loads }) => highest(loads.map(({ cpu }) => cpu)),
  ],
  load_ratio: [
    'How full the fullest worker is, by what is scarcest; 1 is all it takes',
    (node) => highest(shares(node)),
  ],
  load_mean_ratio: ['How full the workers are on average', (node) => mean(shares(node))],
  draining: [
    '1 while it was asked to stop and waits for people to go',
    (node) => Number(node.report().draining),
  ],
  seats: ['Seats with sound and picture', (node) => seats(node).length],
  seats_away: [
    'Seats that nothing comes through to just now',
    (node) => seats(node).filter(({ connected }) => !connected).length,
  ],
  seats_poor: [
    'Seats whose connection is so bad that they notice',
    (node) =>
      seats(node).filter(({ quality: { send, receive } }) => {
        return (send ?? 1) < poor || (receive ?? 1) < poor
      }).length,
  ],
  piped_in: [
    'Sources that come from other workers and nodes',
    ({ rooms }) => rooms.reduce((sum, room) => sum + room.describe().pipedIn.length, 0),
  ],
  piped_out: [
    'Sources that go to other workers and nodes',
    ({ rooms }) => rooms.reduce((sum, room) => sum + room.describe().pipedOut.length, 0),
  ],
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const protocols = ['udp', 'tcp'] as const

export class Metrics {
  readonly #registry = new Registry()
  /** A request of a server was answered. */
  readonly answered: Answered = countRequests(sfuContract, this.#registry)

  constructor(node: SfuNode) {
    collectDefaultMetrics({ register: this.#registry })
    for (const [figure, help] of Object.entries(summed) as [Summed, string][])
      this.#gauge(snakeCase(figure), help, () =>
        node.loads.reduce((sum, worker) => sum + worker[figure], 0),
      )
    for (const [name, [help, read]] of Object.entries(gauges))
      this.#gauge(name, help, () => read(node))
    this.#countDeaths(node)
    this.#countLost(node)
    this.#showPaths(node)
    const own = { registers: [this.#registry], labelNames: ['node'] }
    new Gauge({ ...own, name: 'lyceum_sfu_info', help: 'Who this is' }).set({ node: node.name }, 1)
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `lyceum_sfu_${name}`,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read())
      },
    })
  }

  #countDeaths(node: SfuNode): void {
    new Counter({
      name: 'lyceum_sfu_worker_deaths_total',
      help: 'Media workers that died and were replaced',
      registers: [this.#registry],
      collect() {
        this.reset()
        this.inc(node.workers.deaths)
      },
    })
  }

  #countLost(node: SfuNode): void {
    const lost = new Counter({
      name: 'lyceum_sfu_seats_lost_total',
      help: 'Times that nothing came through to a seat any more',
      registers: [this.#registry],
    })
    node.on('announced', (...[name]) => {
      if (name === 'peerLost') lost.inc()
    })
  }

  #showPaths(node: SfuNode): void {
    new Gauge({
      name: 'lyceum_sfu_paths',
      help: 'Transports that packets pass on, by protocol',
      labelNames: ['protocol'],
      registers: [this.#registry],
      collect() {
        for (const protocol of protocols) this.set({ protocol }, node.paths[protocol])
      },
    })
  }
}
