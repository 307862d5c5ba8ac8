// What is done when nothing goes on.
import { expect, test } from 'vitest'
import { Ladder } from './ladder.ts'

test('a network that is away is asked with more patience each time, up to a limit', () => {
  const ladder = new Ladder(() => 1)
  const steps = Array.from({ length: 7 }, () => ladder.next('network', 0))
  expect(steps.map((step) => 'afterMs' in step && step.afterMs)).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ])
  expect(steps.map(({ act }) => act)).toEqual([
    ...['reload', 'reload', 'reload', 'reopen', 'reopen', 'reopen', 'reopen'],
  ])
})

test('those who lost the same server do not all come back at once', () => {
  const waits = [0, 0.5, 1].map((random) => new Ladder(() => random).next('network', 0))
  expect(waits.map((step) => 'afterMs' in step && step.afterMs)).toEqual([250, 375, 500])
})

test('after pictures moved, patience begins anew', () => {
  const ladder = new Ladder(() => 1)
  for (let n = 0; n < 5; n += 1) ladder.next('network', 0)
  ladder.progressed()
  expect(ladder.next('network', 0)).toEqual({ act: 'reload', afterMs: 500 })
})

test('whoever is denied again and again is told so', () => {
  const ladder = new Ladder(() => 1)
  const acts = Array.from({ length: 7 }, () => ladder.next('denied', 0).act)
  expect(acts).toEqual([...Array.from({ length: 6 }, () => 'reload'), 'fail'])
})

test('trouble with what was played is forgotten after a minute', () => {
  const ladder = new Ladder(() => 1)
  expect(ladder.next('media', 0).act).toBe('recover')
  expect(ladder.next('media', 1_000).act).toBe('reopen')
  expect(ladder.next('media', 70_000).act).toBe('recover')
})

test('what this browser cannot play is not tried again', () => {
  expect(new Ladder(() => 1).next('codec', 0)).toEqual({ act: 'fail', reason: 'codec' })
})
