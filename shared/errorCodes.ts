// The codes that clients branch on: the HTTP door maps `status`, the socket door sends the code as it is.
interface CodeSpec {
  /** HTTP status of the same failure. */
  readonly status: number
  /** True when the same call may succeed later without being changed. */
  readonly retry: boolean
  /** What to tell a person when nothing more exact is known. */
  readonly text: string
}

const table = {
  invalid: { status: 400, retry: false, text: 'The request is malformed.' },
  unknown: { status: 404, retry: false, text: 'There is no such command or address.' },
  missing: { status: 404, retry: false, text: 'What was asked for does not exist.' },
  unauthenticated: { status: 401, retry: false, text: 'Sign in, or open your invitation again.' },
  forbidden: { status: 403, retry: false, text: 'You are not allowed to do this.' },
  conflict: { status: 409, retry: false, text: 'This does not fit the present state.' },
  illegalStep: { status: 409, retry: false, text: 'The class cannot take this step now.' },
  tooLarge: { status: 413, retry: false, text: 'The request is too large.' },
  rateLimited: { status: 429, retry: true, text: 'Too many requests; wait a moment.' },
  expired: { status: 410, retry: false, text: 'This link has expired; ask for a new one.' },
  revoked: { status: 410, retry: false, text: 'This link was revoked; ask for a new one.' },
  wrongRoom: { status: 403, retry: false, text: 'This link is for another class.' },
  tampered: { status: 400, retry: false, text: 'This link is damaged; copy it again, whole.' },
  full: { status: 503, retry: true, text: 'The class is full; try again in a moment.' },
  unavailable: { status: 503, retry: true, text: 'Not reachable just now; trying again helps.' },
  draining: { status: 503, retry: true, text: 'This server is about to restart.' },
  unreadable: { status: 503, retry: true, text: 'This server is too old to read this class.' },
  internal: { status: 500, retry: true, text: 'Something went wrong on our side.' },
} as const satisfies Record<string, CodeSpec>

export type ErrorCode = keyof typeof table
export const errorCodes: Readonly<Record<ErrorCode, CodeSpec>> = table
