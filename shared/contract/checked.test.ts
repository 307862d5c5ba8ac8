import { expect, it } from 'vitest'
import { z } from 'zod'
import { checked } from './checked.ts'
import { text } from './fields.ts'

it('refuses what only looks as if it had a length', () => {
  const strange = { toString: 1, valueOf: null, length: { toString: 1, valueOf: null } }
  expect(checked(z.object({ reason: text(300) }), { reason: strange }).success).toBe(false)
  expect(checked(z.object({ reason: text(300) }), { reason: ' why ' })).toMatchObject({
    success: true,
    data: { reason: 'why' },
  })
})
