// Commands on their way: kept with their keys until the server answers or their time is over, and
// sent again over every new connection in the order they were given. The key makes that harmless.
import type { Answer } from '../../shared/contract/room.ts'
import { errorCodes } from '../../shared/errorCodes.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { Call, Link } from './port.ts'

export type Outcome<Output> =
  | { readonly ok: true; readonly output: Output }
  | { readonly ok: false; readonly error: Refusal & { readonly id?: string } }

interface Pending {
  readonly call: Call
  readonly settle: (answer: Answer) => void
  timer: ReturnType<typeof setTimeout>
  retry: ReturnType<typeof setTimeout> | undefined
}

const retryMs = 500

/** The reason in a refusal when nobody answered in time: it may or may not have happened. */
export const unanswered = 'unanswered'

export function refusalFor(code: 'unavailable' | 'invalid', reason: string): Answer {
  return { ok: false, error: { code, message: errorCodes[code].text, reason } }
}

export class Outbox {
  readonly #pending = new Set<Pending>()
  #link: Link | null = null

  get size(): number {
    return this.#pending.size
  }

  /** The connection is open: everything unanswered goes out, oldest first. */
  attach(link: Link): void {
    this.#link = link
    for (const pending of this.#pending) this.#send(pending)
  }

  detach(): void {
    this.#link = null
  }

  put(call: Call, limitMs: number): Promise<Answer> {
    return new Promise((resolve) => {
      const pending: Pending = {
        call,
        settle: resolve,
        timer: setTimeout(() => {
          this.#settle(pending, refusalFor('unavailable', unanswered))
        }, limitMs),
        retry: undefined,
      }
      this.#pending.add(pending)
      this.#send(pending)
    })
  }

  /** Nothing will be answered any more. */
  close(error: Refusal): void {
    this.#link = null
    for (const pending of [...this.#pending]) this.#settle(pending, { ok: false, error })
  }

  #send(pending: Pending): void {
    const link = this.#link
    if (link === null) return
    link.command(pending.call, (answer) => {
      if (link === this.#link) this.#heard(pending, answer)
    })
  }

  #heard(pending: Pending, answer: Answer): void {
    if (!this.#pending.has(pending)) return
    // A server about to stop decides nothing more; the next one will.
    if (!answer.ok && answer.error.code === 'draining') return
    if (!answer.ok && answer.error.code === 'unavailable') {
      clearTimeout(pending.retry)
      pending.retry = setTimeout(() => {
        this.#send(pending)
      }, answer.error.retryAfter ?? retryMs)
      return
    }
    this.#settle(pending, answer)
  }

  #settle(pending: Pending, answer: Answer): void {
    if (!this.#pending.delete(pending)) return
    clearTimeout(pending.timer)
    clearTimeout(pending.retry)
    pending.settle(answer)
  }
}
