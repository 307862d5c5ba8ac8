// The names and shapes under which a process shows what it counts. One registry per application, so that
// several may live in one process.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What it may take: every value that is known beforehand is there from the start, as 0. */
export type Labels = Readonly<Record<string, readonly string[]>>

/** Every combination; a label whose values are not known beforehand has none. */
function combinations(labels: Labels): Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (all, [name, values]) =>
      all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  )
}

export interface Figures {
  readonly counter: (name: string, help: string, labels?: Labels) => Counter
  /** Of seconds. */
  readonly histogram: (name: string, help: string, labels?: Labels) => Histogram
  /** Read when somebody asks. */
  readonly gauge: (name: string, help: string, read: () => number) => void
  /** The same by one label. */
  readonly gauges: (
    name: string,
    what: { readonly help: string; readonly label: string },
    read: () => Iterable<readonly [value: string, figure: number]>,
  ) => void
  /** How what is there now is spread; read when somebody asks. */
  readonly spread: (
    name: string,
    what: { readonly help: string; readonly buckets: number[] },
    read: () => Iterable<number>,
  ) => void
  /** All of it, as Prometheus reads it. */
  readonly page: () => Promise<{ type: string; text: string }>
}

export function openFigures(process: string): Figures {
  const registry = new Registry()
  registry.setDefaultLabels({ process })
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const named = (name: string, help: string, labels: Labels = {}) => ({
    name: `lyceum_${name}`,
    help,
    labelNames: Object.keys(labels),
    registers,
  })
  return {
    counter(name, help, labels = {}) {
      const counter = new Counter(named(name, help, labels))
      for (const one of combinations(labels)) counter.inc(one, 0)
      return counter
    },
    histogram(name, help, labels = {}) {
      const histogram = new Histogram({ ...named(name, help, labels), buckets: seconds })
      for (const one of combinations(labels)) histogram.zero(one)
      return histogram
    },
    gauge(name, help, read) {
      new Gauge({
        ...named(name, help),
        collect() {
          this.set(read())
        },
      })
    },
    gauges(name, { help, label }, read) {
      new Gauge({
        ...named(name, help, { [label]: [] }),
        collect() {
          this.reset()
          for (const [value, figure] of read()) this.set({ [label]: value }, figure)
        },
      })
    },
    spread(name, { help, buckets }, read) {
      new Histogram({
        ...named(name, help),
        buckets,
        collect() {
          this.reset()
          this.zero({})
          for (const value of read()) this.observe(value)
        },
      })
    },
    page: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  }
}
