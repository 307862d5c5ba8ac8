// The one clock, as this domain needs it.
export interface Clock {
  /** Milliseconds since 1970, PostgreSQL's. */
  now(): number
}
