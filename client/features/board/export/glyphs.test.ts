import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxOf, windsAround } from '../../../../shared/board/geometry.ts'
import { straightened } from '../../../../shared/board/pathData.ts'
import { readFont } from './glyphs.ts'

function bytesOf(name: string): Uint8Array {
  const path = createRequire(import.meta.url).resolve(`katex/dist/fonts/KaTeX_${name}.ttf`)
  return new Uint8Array(readFileSync(path))
}

function outlineOf(name: string, letter: string) {
  const place = { at: { x: 10, y: 100 }, size: 100 }
  const path = readFont(bytesOf(name))?.outline(letter.codePointAt(0) ?? 0, place) ?? ''
  return straightened(path)
}

describe('outlines of letters', () => {
  it('stand on their baseline, as large as they are wanted', () => {
    const { x, y, width, height } = boxOf(
      outlineOf('Main-Regular', 'H').flatMap((one) => one.points),
    )
    expect(x).toBeGreaterThan(10)
    expect(y + height).toBeCloseTo(100, 0)
    expect(height).toBeCloseTo(68.3, 0)
    expect(width).toBeGreaterThan(60)
    expect(width).toBeLessThan(80)
  })

  it('have their holes', () => {
    const ring = outlineOf('Main-Regular', 'O')
    expect(ring).toHaveLength(2)
    const all = ring.flatMap((one) => one.points)
    const { x, y, width, height } = boxOf(all)
    const middle = { x: x + width / 2, y: y + height / 2 }
    expect(ring.every(({ points }) => windsAround(points, middle))).toBe(true)
    expect(ring.every(({ closed }) => closed)).toBe(true)
  })

  it('are there for every font of formulas', () => {
    for (const [font, letter] of [
      ['Math-Italic', 'x'],
      ['AMS-Regular', 'R'],
      ['Size1-Regular', '∑'],
      ['Size2-Regular', '∫'],
      ['Size4-Regular', '('],
      ['Caligraphic-Regular', 'L'],
      ['Fraktur-Regular', 'g'],
      ['Main-Regular', '∞'],
    ] as const) {
      expect(outlineOf(font, letter).length, `${font} ${letter}`).toBeGreaterThan(0)
    }
    expect(
      readFont(bytesOf('Main-Regular'))?.outline(0x6f22, { at: { x: 0, y: 0 }, size: 1 }),
    ).toBeNull()
  })

  it('are none of a broken font', () => {
    const good = bytesOf('Size1-Regular')
    fc.assert(
      fc.property(
        fc.nat(good.length),
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 5 }),
        (end, spoils) => {
          const bytes = good.slice()
          for (const [at, value] of spoils) bytes[at] = value
          readFont(bytes.subarray(0, end))?.outline(40, { at: { x: 0, y: 0 }, size: 10 })
        },
      ),
      { numRuns: 100 },
    )
  })
})
