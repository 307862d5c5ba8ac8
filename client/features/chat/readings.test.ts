import { beforeEach, expect, test } from 'vitest'
import { newId } from '../../../shared/ids.ts'
import { Readings } from './readings.ts'

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  Object.assign(globalThis, {
    sessionStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
    },
  })
})

test('after a reload it is known what was read, and what began meanwhile is unread', () => {
  const me = newId<'participant'>()
  const first = new Readings(me)
  expect(first.returning).toBe(false)
  first.keep('all', 7)
  first.keep('all', 9)
  const again = new Readings(me)
  expect(again.returning).toBe(true)
  expect(again.of('all')).toBe(9)
  expect(again.of('new')).toBe(0)
  expect(new Readings(newId<'participant'>()).returning).toBe(false)
})

test('what another program wrote there counts as nothing', () => {
  const me = newId<'participant'>()
  kept.set(`lyceum.read.${me}`, '{"x":')
  expect(new Readings(me).returning).toBe(false)
})
