import { expect, it } from 'vitest'
import { isId } from '../../shared/ids.ts'
import { freshId } from './freshIds.ts'

it('makes ids that are all different and begin with the time', () => {
  const before = Date.now()
  const ids = Array.from({ length: 5_000 }, () => freshId<'fact'>())
  const after = Date.now()
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) {
    expect(isId(id)).toBe(true)
    expect(id[14]).toBe('7')
    const moment = parseInt(id.replace('-', '').slice(0, 12), 16)
    expect(moment).toBeGreaterThanOrEqual(before)
    expect(moment).toBeLessThanOrEqual(after)
  }
})
