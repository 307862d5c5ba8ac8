// The one error class, and refusals. It knows nothing of transports.
import { errorCodes, type ErrorCode } from './errorCodes.ts'
import type { Reason } from './reasons.ts'

/** What a refused command or failed request tells its sender. */
export interface Refusal {
  readonly code: ErrorCode
  readonly message: string
  /** Milliseconds to wait before trying again. */
  readonly retryAfter?: number
  /** Machine-readable reason within the code; see `reasons.ts`. Another release may know others. */
  readonly reason?: string
  /** Until when it holds, in ms since 1970; absent where it holds for good or nobody knows. */
  readonly until?: number
  /** What staff wrote to whoever is refused. */
  readonly words?: string
}

type More = Omit<Refusal, 'code' | 'message' | 'reason'> & { readonly reason?: Reason }

export class LyceumError extends Error {
  override readonly name = 'LyceumError'
  readonly refusal: Refusal

  constructor(code: ErrorCode, message?: string, more: More = {}) {
    super(message ?? errorCodes[code].text)
    this.refusal = { code, message: this.message, ...more }
  }

  get code(): ErrorCode {
    return this.refusal.code
  }

  static from(refusal: Refusal): LyceumError {
    const { code, message, ...more } = refusal
    return new LyceumError(code, message, more as More)
  }
}

export function refuse(code: ErrorCode, message?: string, reason?: Reason): Refusal {
  return {
    code,
    message: message ?? errorCodes[code].text,
    ...(reason === undefined ? {} : { reason }),
  }
}

export function isRefusal(value: object): value is Refusal {
  return 'code' in value && typeof value.code === 'string' && value.code in errorCodes
}
