import { SvelteMap } from 'svelte/reactivity'
import { expect, it } from 'vitest'
import { Past } from './past.svelte.ts'

/** A room that keeps the newest two of what ended, and tells the rest in pages of two. */
function scene(first: readonly number[]) {
  const log = new SvelteMap([['ended', first]])
  const ended = () => log.get('ended') ?? []
  const past = new Past<number>({
    recent: () => ended().slice(0, 2),
    more: () => ended().length > 2,
    numberOf: (one) => one,
    ask: (before) => {
      const older = ended().filter((one) => before === null || one < before)
      return Promise.resolve({ items: older.slice(0, 2), more: older.length > 2 })
    },
  })
  return { past, become: (next: readonly number[]) => log.set('ended', next) }
}

it('goes on where the room stops, page by page, to the end', async () => {
  const { past } = scene([9, 8, 7, 6, 5])
  expect([past.all, past.hasOlder]).toEqual([[9, 8], true])
  await past.loadOlder()
  expect([past.all, past.hasOlder]).toEqual([[9, 8, 7, 6], true])
  await past.loadOlder()
  expect([past.all, past.hasOlder]).toEqual([[9, 8, 7, 6, 5], false])
  past.forgetPages()
  expect([past.all, past.hasOlder]).toEqual([[9, 8], true])
})

it('has no gap where the room keeps newer ones instead', async () => {
  const { past, become } = scene([9, 8, 7, 6])
  await past.loadOlder()
  become([11, 10, 9, 8, 7, 6])
  expect([past.all, past.hasOlder]).toEqual([[11, 10], true])
  await past.loadOlder()
  expect([past.all, past.hasOlder]).toEqual([[11, 10, 9, 8], true])
})
