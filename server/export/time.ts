// Moments as files have them: ISO 8601 in UTC, which every program reads.

export function time(at: number): string {
  return new Date(at).toISOString()
}
