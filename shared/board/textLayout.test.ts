import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutText, widthOf } from './textLayout.ts'

describe('the lines of a text', () => {
  it('hold all of it, and none is broader than the box unless it is one letter', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'W', ' ', '\n', '漢', 'é', '👩'),
      maxLength: 200,
    })
    fc.assert(
      fc.property(text, fc.double({ min: 5, max: 300, noNaN: true }), (written, width) => {
        const { lines } = layoutText(written, 10, width)
        const all = lines.map((line) => line.text).join('')
        expect(all.replace(/\s/g, '')).toBe(written.replace(/\s/g, ''))
        for (const line of lines) {
          const letters = Array.from(line.text.trim()).length
          if (letters > 1) expect(widthOf(line.text) * 10).toBeLessThanOrEqual(width + 1e-6)
        }
      }),
    )
  })

  it('break between words and at line breaks', () => {
    const { lines, height } = layoutText('one two three\nfour', 10, 45)
    expect(lines.map(({ text }) => text)).toEqual(['one two', 'three', 'four'])
    expect(height).toBeCloseTo(39)
  })

  it('begin at the right in scripts that do', () => {
    expect(layoutText('1. שלום', 10, 100).rightToLeft).toBe(true)
    expect(layoutText('abc שלום', 10, 100).rightToLeft).toBe(false)
  })
})
