// Keeps what a page shows as fresh as an operator wants it, while the page is looked at.
import type { Loaded } from '../loaded.svelte.ts'

const everyMs = 3_000

/** Called while a component is made. */
export function keepFresh(loaded: Loaded<unknown>): void {
  $effect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void loaded.reload()
    }, everyMs)
    return () => clearInterval(timer)
  })
}
