import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newId } from '../../../shared/ids.ts'
import { LastView } from './lastView.ts'

const seen = { box: { x: 3, y: 4, width: 500, height: 300 }, zoom: 2 }

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
})
afterEach(() => void vi.unstubAllGlobals())

it('remembers nothing of a page that was left before it had been fitted', () => {
  const page = newId<'page'>()
  const left = new LastView(page)
  expect(left.recall()).toBeNull()
  left.keep(seen)
  const again = new LastView(page)
  expect([again.recall(), again.returned]).toEqual([null, false])
})

it('remembers what was seen of a page, and what is seen of it on coming back', () => {
  const page = newId<'page'>()
  const first = new LastView(page)
  first.recall()
  first.settle()
  first.keep(seen)
  const second = new LastView(page)
  expect([second.recall(), second.returned]).toEqual([{ x: 3, y: 4, zoom: 2 }, true])
  second.keep({ ...seen, zoom: 1 })
  expect(new LastView(page).recall()).toEqual({ x: 3, y: 4, zoom: 1 })
})
