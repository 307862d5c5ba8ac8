import { expect, it } from 'vitest'
import { turnOf } from './turnOf.ts'

const none = { repeat: false, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false }

it('turns a page for one press of either key', () => {
  expect(turnOf({ ...none, key: 'PageDown' })).toBe(1)
  expect(turnOf({ ...none, key: 'PageUp' })).toBe(-1)
  expect(turnOf({ ...none, key: 'ArrowDown' })).toBe(0)
})

it('turns no page while a key is held, nor with another one', () => {
  for (const held of ['repeat', 'shiftKey', 'ctrlKey', 'altKey', 'metaKey'])
    expect(turnOf({ ...none, key: 'PageDown', [held]: true }), held).toBe(0)
})
