// Requests: they wait for an open connection, and fail when it breaks before their answer, because
// what they ask for (a transport, a page) may belong to that connection.
import type { Answer } from '../../shared/contract/room.ts'
import type { Refusal } from '../../shared/errors.ts'
import { refusalFor, unanswered } from './outbox.ts'
import type { Call, Link } from './port.ts'

interface Inquiry {
  readonly call: Call
  readonly settle: (answer: Answer) => void
  timer: ReturnType<typeof setTimeout> | undefined
  sent: boolean
}

/** The reason in a refusal when the connection broke before the answer. */
export const broken = 'broken'

export class Inquiries {
  readonly #open = new Set<Inquiry>()
  #link: Link | null = null

  attach(link: Link): void {
    this.#link = link
    for (const inquiry of this.#open) this.#send(inquiry)
  }

  detach(): void {
    this.#link = null
    for (const inquiry of [...this.#open]) {
      if (inquiry.sent) this.#settle(inquiry, refusalFor('unavailable', broken))
    }
  }

  ask(call: Call, limitMs: number): Promise<Answer> {
    return new Promise((resolve) => {
      const inquiry: Inquiry = { call, settle: resolve, timer: undefined, sent: false }
      inquiry.timer = setTimeout(() => {
        this.#settle(inquiry, refusalFor('unavailable', unanswered))
      }, limitMs)
      this.#open.add(inquiry)
      this.#send(inquiry)
    })
  }

  close(error: Refusal): void {
    this.#link = null
    for (const inquiry of [...this.#open]) this.#settle(inquiry, { ok: false, error })
  }

  #send(inquiry: Inquiry): void {
    const link = this.#link
    if (link === null) return
    inquiry.sent = true
    link.request(inquiry.call, (answer) => {
      this.#settle(inquiry, answer)
    })
  }

  #settle(inquiry: Inquiry, answer: Answer): void {
    if (!this.#open.delete(inquiry)) return
    clearTimeout(inquiry.timer)
    inquiry.settle(answer)
  }
}
