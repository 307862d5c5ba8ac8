// Why a camera, microphone or screen is not to be had, in words a person can act on. Pure.

export const problems = [
  /** Not HTTPS and not this machine: browsers give no devices at all. */
  'insecure',
  /** The person or the system said no. */
  'refused',
  /** There is none. */
  'missing',
  /** Another program holds it. */
  'busy',
  /** It was there and was pulled out. */
  'unplugged',
  /** What stands behind the person should be hidden, and nothing hides it. */
  'bare',
  'failed',
] as const
export type Problem = (typeof problems)[number]

const byName: Readonly<Record<string, Problem>> = {
  NotAllowedError: 'refused',
  PermissionDeniedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  DevicesNotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  TrackStartError: 'busy',
  AbortError: 'busy',
}

export function problemOf(error: unknown): Problem {
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : ''
  return byName[String(name)] ?? 'failed'
}
