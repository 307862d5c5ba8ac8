// How much of a media worker is in use, as servers that place people and the sfu itself reckon it.

export interface Load {
  /** Share of a core. */
  readonly cpu: number
  readonly consumers: number
  readonly bitsOutPerSecond: number
}

/** What one worker takes. */
const limits: Load = { cpu: 0.85, consumers: 600, bitsOutPerSecond: 600_000_000 }

/** From here on newcomers go elsewhere: who is here still turns cameras on, and pipes come. */
export const fullShare = 0.8

/** What may be scarce. */
export type Scarce = keyof Load

/** 0 is idle, 1 all that it takes. */
const sharesOf = (load: Load): Record<Scarce, number> => ({
  cpu: load.cpu / limits.cpu,
  consumers: load.consumers / limits.consumers,
  bitsOutPerSecond: load.bitsOutPerSecond / limits.bitsOutPerSecond,
})

/** Of what is scarcest. */
export function shareOf(load: Load): number {
  const { cpu, consumers, bitsOutPerSecond } = sharesOf(load)
  return Math.max(cpu, consumers, bitsOutPerSecond)
}

/** What these have least of, by their sum. */
export function scarcestOf(loads: readonly Load[]): Scarce {
  const sumOf = (of: Scarce) => loads.reduce((sum, load) => sum + sharesOf(load)[of], 0)
  const all: readonly Scarce[] = ['cpu', 'consumers', 'bitsOutPerSecond']
  return all.reduce((scarcest, other) => (sumOf(other) > sumOf(scarcest) ? other : scarcest))
}

/** What so many consumers are of a node with so many workers. */
export const shareOfConsumers = (consumers: number, workers: number): number =>
  consumers / (limits.consumers * Math.max(1, workers))
