// A figure's last minutes as lines in a box: time to the right, nothing at the bottom. Pure.
import type { Sample } from './trends.svelte.ts'

export const box = { width: 100, height: 24 }

/** Between reports that came one after the other is less; more is a time of which nothing is known. In ms. */
const gapMs = 12_000

interface Frame {
  readonly from: number
  readonly to: number
  /** The value at the upper edge. */
  readonly top: number
}

/** Each as the points of a polyline. */
export function linesOf(samples: readonly Sample[], { from, to, top }: Frame): string[] {
  const runs: Sample[][] = []
  for (const sample of samples.filter(({ at }) => at >= from)) {
    const run = runs.at(-1)
    if (run !== undefined && sample.at - (run.at(-1)?.at ?? 0) <= gapMs) run.push(sample)
    else runs.push([sample])
  }
  const x = (at: number) => round(((at - from) / (to - from)) * box.width)
  const y = (value: number) => round((1 - Math.min(1, value / top)) * box.height)
  // One alone is drawn as a dot: a line to itself.
  return runs.map((run) =>
    (run.length === 1 ? [...run, ...run] : run)
      .map(({ at, value }) => `${x(at)},${y(value)}`)
      .join(' '),
  )
}

const round = (value: number): number => Math.round(value * 10) / 10

export const highest = (samples: readonly Sample[]): number =>
  samples.reduce((most, { value }) => Math.max(most, value), 0)

const steps = [0.1, 0.25, 0.5, 1]

/** One scale for shares that are compared: the smallest round one that holds them all. */
export function topOf(lines: readonly (readonly Sample[])[]): number {
  const most = highest(lines.flat())
  return steps.find((step) => most <= step) ?? most
}
