// What a page shows comes from one question to the server: loading, there, or failed. After a failed
// network it asks again by itself as soon as the browser is online.
import { untrack } from 'svelte'
import { isOffline } from '../api/explain.ts'

export type LoadState<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }

const askAgainAfter = 5000

export class Loaded<T> {
  #state = $state.raw<LoadState<T>>({ kind: 'loading' })
  /** True while what is shown is being asked for anew. */
  #stale = $state(false)
  #turn = 0
  readonly #ask: () => Promise<T>

  /** `ask` is run when the component that makes this is shown, and again on `reload`. */
  constructor(ask: () => Promise<T>) {
    this.#ask = ask
    $effect(() => {
      const again = (): void => {
        if (this.#away()) void this.reload()
      }
      // Untracked: what the question reads must not ask it again by itself.
      untrack(() => void this.reload())
      const timer = setInterval(again, askAgainAfter)
      addEventListener('online', again)
      return () => {
        this.#turn += 1
        clearInterval(timer)
        removeEventListener('online', again)
      }
    })
  }

  get state(): LoadState<T> {
    return this.#state
  }

  get value(): T | null {
    return this.#state.kind === 'ready' ? this.#state.value : null
  }

  get stale(): boolean {
    return this.#stale
  }

  /** Asks again; what is shown stays until the answer is there. */
  async reload(): Promise<void> {
    this.#turn += 1
    const turn = this.#turn
    this.#stale = true
    let next: LoadState<T>
    try {
      next = { kind: 'ready', value: await this.#ask() }
    } catch (error) {
      next = { kind: 'failed', error }
    }
    if (turn !== this.#turn) return
    this.#stale = false
    this.#state = next
  }

  /** Shows a change at once, before or instead of asking again. */
  change(change: (value: T) => T): void {
    if (this.#state.kind === 'ready')
      this.#state = { kind: 'ready', value: change(this.#state.value) }
  }

  #away(): boolean {
    return this.#state.kind === 'failed' && isOffline(this.#state.error)
  }
}
