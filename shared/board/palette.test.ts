import { expect, it } from 'vitest'
import { contrast, cssColour, noteInk, pageColour, palette } from './palette.ts'

it('has twelve colours that can be read on both pages, and letters that can be read on notes', () => {
  expect(palette).toHaveLength(12)
  palette.forEach(({ note }, at) => {
    expect(contrast(cssColour(at, 'light'), pageColour.light), `${at} light`).toBeGreaterThan(4.5)
    expect(contrast(cssColour(at, 'dark'), pageColour.dark), `${at} dark`).toBeGreaterThan(4.5)
    expect(contrast(noteInk, note), `${at} note`).toBeGreaterThan(7)
  })
})

it('shows a colour that is said by its value, and black for none of its own', () => {
  expect(cssColour('#123456', 'dark')).toBe('#123456')
  expect(cssColour(99, 'light')).toBe(cssColour(0, 'light'))
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
})
