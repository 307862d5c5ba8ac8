// One notice at a time: the newest one. It goes after six seconds, with an undo after ten, and stays
// when it asks something. Built once per page, reached by context.
import { createContext, untrack } from 'svelte'

const shownFor = 6000
const undoFor = 10_000

export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

export interface Notice {
  readonly text: string
  readonly tone: 'plain' | 'good' | 'danger'
  readonly action?: NoticeAction
  /** It asks something: it waits for an answer. */
  readonly stays?: boolean
}

export class Notices {
  #current = $state.raw<Notice | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined
  #left = 0
  #since = 0

  get current(): Notice | null {
    return this.#current
  }

  show(notice: Notice): void {
    this.#current = notice
    this.#left = notice.action === undefined ? shownFor : undoFor
    if (notice.stays === true) clearTimeout(this.#timer)
    else this.resume()
  }

  say(text: string): void {
    this.show({ text, tone: 'plain' })
  }

  done(text: string): void {
    this.show({ text, tone: 'good' })
  }

  fail(text: string): void {
    this.show({ text, tone: 'danger' })
  }

  /** An act that was done and can be taken back by another act. */
  undoable(text: string, action: NoticeAction): void {
    this.show({ text, tone: 'plain', action })
  }

  act(): void {
    const action = this.#current?.action
    this.dismiss()
    action?.run()
  }

  dismiss(): void {
    clearTimeout(this.#timer)
    this.#current = null
  }

  /** While somebody points at it or has focus in it, it does not go. */
  hold(): void {
    clearTimeout(this.#timer)
    this.#left = Math.max(1500, this.#left - (Date.now() - this.#since))
  }

  resume(): void {
    // Untracked: an effect that tells something must not run again because it was told.
    const current = untrack(() => this.#current)
    if (current === null || current.stays === true) return
    clearTimeout(this.#timer)
    this.#since = Date.now()
    this.#timer = setTimeout(() => this.dismiss(), this.#left)
  }
}

export const [getNotices, setNotices] = createContext<Notices>()
