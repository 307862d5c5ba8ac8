// Refusals and failures as problem+json. An unknown error leaves as `internal` with an id that names
// it in the log, and never with its text.
import type { ErrorRequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { Problem } from '../../shared/contract/http/routes.ts'
import { errorCodes, type ErrorCode } from '../../shared/errorCodes.ts'
import { LyceumError, type Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { isOutage } from '../storage/query.ts'

/** What the door needs of a logger. */
export interface Log {
  error(fields: object, text: string): void
}

/** What is wrong with the input, field by field. */
export class InputError extends LyceumError {
  readonly issues: readonly { path: string; message: string }[]

  constructor(where: string, error: z.ZodError) {
    const issues = error.issues.slice(0, 20).map(({ path, message }) => ({
      path: [where, ...path].map(String).join('.'),
      message,
    }))
    const first = issues[0]
    super('invalid', first ? `${first.path}: ${first.message}` : undefined)
    this.issues = issues
  }
}

export function problemOf(refusal: Refusal): Problem {
  const { code, message, reason, retryAfter, until, words } = refusal
  const { status, text } = errorCodes[code]
  return {
    type: `urn:lyceum:error:${code}`,
    title: text,
    status,
    detail: message,
    code,
    ...(reason === undefined ? {} : { reason }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(until === undefined ? {} : { until }),
    ...(words === undefined ? {} : { words }),
  }
}

function send(response: Response, problem: Problem): void {
  if (problem.retryAfter !== undefined) {
    response.set('Retry-After', String(Math.ceil(problem.retryAfter / 1000)))
  }
  response.status(problem.status).type('application/problem+json')
  response.set('Cache-Control', 'no-store').send(JSON.stringify(problem))
}

/** Errors of Express and its parsers carry a status of the client's fault. */
function foreignRefusal(error: unknown): Refusal | null {
  if (isOutage(error)) return new LyceumError('unavailable').refusal
  if (!(error instanceof Error) || !('status' in error)) return null
  if (error.status === 413) return new LyceumError('tooLarge').refusal
  if (typeof error.status !== 'number' || error.status < 400 || error.status >= 500) return null
  const text = error instanceof SyntaxError ? 'The body is not JSON.' : 'The request is malformed.'
  return new LyceumError('invalid', text).refusal
}

/** What a failed call is answered with. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof LyceumError) return error.code
  return foreignRefusal(error)?.code ?? 'internal'
}

/** Express's last handler; the one place of the door that turns errors into answers. */
export function problems(log: Log): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line @typescript-eslint/max-params
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    if (error instanceof InputError) {
      send(response, { ...problemOf(error.refusal), issues: [...error.issues] })
      return
    }
    const refusal = error instanceof LyceumError ? error.refusal : foreignRefusal(error)
    if (refusal !== null && refusal.code !== 'internal') {
      send(response, problemOf(refusal))
      return
    }
    const id = newId()
    log.error({ id, err: error, method: request.method, path: request.path }, 'request failed')
    send(response, { ...problemOf(new LyceumError('internal').refusal), id })
  }
}
