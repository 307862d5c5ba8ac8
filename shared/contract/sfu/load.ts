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

/** Of what is scarcest: 0 is idle, 1 all that it takes. */
export function shareOf(load: Load): number {
  const { cpu, consumers, bitsOutPerSecond } = limits
  return Math.max(
    load.cpu / cpu,
    load.consumers / consumers,
    load.bitsOutPerSecond / bitsOutPerSecond,
  )
}

/** What so many consumers are of a node with so many workers. */
export const shareOfConsumers = (consumers: number, workers: number): number =>
  consumers / (limits.consumers * Math.max(1, workers))
