import { expect, it } from 'vitest'
import { refuse } from './allowed.ts'

const refused = (licence: string, shipped: boolean, name = 'some@1.0.0') =>
  refuse([{ name, licence, shipped }]).length === 1

it('takes permissive licences anywhere', () => {
  expect(refused('MIT', true)).toBe(false)
  expect(refused('(MIT OR GPL-3.0)', true)).toBe(false)
})

it('takes weak copyleft in tools only', () => {
  expect(refused('MPL-2.0', false)).toBe(false)
  expect(refused('MPL-2.0', true)).toBe(true)
  expect(refused('(MIT AND CC-BY-3.0)', true)).toBe(true)
})

it('refuses copyleft, the unknown, the guessed and the unlicensed', () => {
  for (const licence of ['GPL-3.0', 'AGPL-3.0-only', 'UNKNOWN', 'UNLICENSED', 'MIT*', '']) {
    expect(refused(licence, false)).toBe(true)
  }
})

it('takes a copyleft library that is a package of its own, under the licence it was read with', () => {
  const name = '@img/sharp-libvips-linux-x64@1.0.0'
  expect(refused('LGPL-3.0-or-later', true, name)).toBe(false)
  expect(refused('GPL-3.0', true, name)).toBe(true)
  expect(refused('LGPL-3.0-or-later', true)).toBe(true)
})

it('knows a package whose licence was read by hand, in whatever version', () => {
  expect(refused('MIT*', true, 'svelte-toolbelt@9.9.9')).toBe(false)
  expect(refused('MIT*', true, '@other/svelte-toolbelt@9.9.9')).toBe(true)
})
