import { describe, expect, test } from 'vitest'
import { isTyping, keyOf, mayFire, parseChoices } from './keys.ts'

const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...held,
})

/** An element that stands inside what the given selectors match. */
const element = (tagName: string, more: { type?: string; inside?: string } = {}) => ({
  tagName,
  isContentEditable: false,
  ...more,
  closest: (selector: string) =>
    more.inside !== undefined && selector.split(', ').includes(more.inside) ? {} : null,
})

describe('a key', () => {
  test('has one name whatever the case', () => {
    expect(keyOf(press('M'))).toBe('m')
    expect(keyOf(press(' '))).toBe('space')
    expect(keyOf(press('?'))).toBe('?')
  })

  test('is the browser’s own with Ctrl, Alt or Meta, and the writer’s while composing', () => {
    expect(keyOf(press('c', { ctrlKey: true }))).toBeNull()
    expect(keyOf(press('c', { metaKey: true }))).toBeNull()
    expect(keyOf(press('c', { altKey: true }))).toBeNull()
    expect(keyOf(press('c', { isComposing: true }))).toBeNull()
  })
})

describe('a shortcut', () => {
  test('never fires while typing', () => {
    for (const target of [
      element('TEXTAREA'),
      element('SELECT'),
      element('INPUT', { type: 'text' }),
    ]) {
      expect(isTyping(target)).toBe(true)
      expect(mayFire(target, false)).toBe(false)
    }
    expect(mayFire({ ...element('DIV'), isContentEditable: true }, false)).toBe(false)
  })

  test('fires with the focus on a button or a checkbox', () => {
    expect(mayFire(element('BUTTON', { inside: 'button' }), false)).toBe(true)
    expect(mayFire(element('INPUT', { type: 'checkbox' }), false)).toBe(true)
  })

  test('leaves letters to an open menu', () => {
    expect(mayFire(element('DIV', { inside: '[role="menu"]' }), false)).toBe(false)
  })

  test('does nothing behind a question', () => {
    expect(mayFire(element('BUTTON', { inside: '[aria-modal="true"]' }), false)).toBe(false)
  })

  test('that wants no control focused leaves the space bar to buttons', () => {
    expect(mayFire(element('BUTTON', { inside: 'button' }), true)).toBe(false)
    expect(mayFire(element('BODY'), true)).toBe(true)
  })
})

describe('remembered keys', () => {
  test('come back as they were', () => {
    const choices = { on: false, keys: { hand: 'j', chat: null } }
    expect(parseChoices(JSON.stringify(choices))).toEqual(choices)
  })

  test('count as none when they are odd', () => {
    for (const stored of [null, 'x', '3', 'null', '{}', '{"keys":null}']) {
      expect(parseChoices(stored)).toEqual({ on: true, keys: {} })
    }
    expect(parseChoices('{"keys":{"hand":7}}')).toEqual({ on: true, keys: {} })
  })
})
