import { join } from 'node:path'
import { expect, it } from 'vitest'
import config from '../../.dependency-cruiser.js'
import { readArrows } from './arrows.ts'

it('finds the planted breach of every rule, and nothing where nothing is wrong', async () => {
  const { breaches } = await readArrows(join(import.meta.dirname, 'fixtures/arrows'))
  const found = new Set(breaches.map(({ rule }) => rule))
  expect([...found].sort()).toEqual(config.forbidden.map(({ name }) => name).sort())
  const fine = ['server/fine.test.ts', 'shared/channel/link.ts']
  expect(breaches.filter(({ from }) => fine.includes(from))).toEqual([])
})
