// What a benchmark gives back, and the arithmetic that all of them share.

export interface BenchResult {
  readonly figures: Readonly<Record<string, number>>
  readonly pass: boolean
  /** What was saturated or decided the figures. */
  readonly limitedBy: string
}

export interface BenchContext {
  readonly say: (line: string) => void
  /** Aborted at the end or when the time is up: whatever was started ends then. */
  readonly signal: AbortSignal
}

export type Bench = (context: BenchContext) => Promise<BenchResult>

/** Nearest-rank percentile, 0 < share ≤ 1, of samples that need no order. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function rounded(figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Math.round(value * 100) / 100]),
  )
}
