import { expect, it } from 'vitest'
import release from '../package.json' with { type: 'json' }
import { version } from './version.ts'

it('is the release of the package', () => {
  expect(version).toBe(release.version)
})
