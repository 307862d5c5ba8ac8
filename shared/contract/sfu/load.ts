// How much of a media worker is in use, as servers that place people and the sfu itself reckon it.

export interface Load {
  /** Share of a core. */
  readonly cpu: number
  readonly consumers: number
  readonly packetsOutPerSecond: number
  readonly bitsOutPerSecond: number
}

/** What one worker takes; packets are those of so many consumers with video at 30 frames. */
const limits: Load = {
  cpu: 0.85,
  consumers: 600,
  packetsOutPerSecond: 36_000,
  bitsOutPerSecond: 600_000_000,
}

/** From here on newcomers go elsewhere: who is here still turns cameras on, and pipes come. */
export const fullShare = 0.8

/** What may be scarce. */
export type Scarce = keyof Load

const kinds = Object.keys(limits) as readonly Scarce[]

/** 0 is idle, 1 all that it takes. */
const shareBy = (kind: Scarce, load: Load): number => load[kind] / limits[kind]

/** Of what is scarcest. */
export const shareOf = (load: Load): number => Math.max(...kinds.map((kind) => shareBy(kind, load)))

/** What these have least of, by their sum. */
export function scarcestOf(loads: readonly Load[]): Scarce {
  const sumBy = (kind: Scarce) => loads.reduce((sum, load) => sum + shareBy(kind, load), 0)
  return kinds.reduce((scarcest, other) => (sumBy(other) > sumBy(scarcest) ? other : scarcest))
}

/** What so many consumers are of a node with so many workers. */
export const shareOfConsumers = (consumers: number, workers: number): number =>
  consumers / (limits.consumers * Math.max(1, workers))
