import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { newId } from '../ids.ts'
import { cssColour } from './palette.ts'
import type { PlacedObject } from './placed.ts'
import type { ObjectRecord, Placement } from './record.ts'
import { boxOfAll, escapeXml, toSvg, type SvgOptions } from './svg.ts'
import { anId, someRecords } from './testing/records.ts'

const plain: SvgOptions = {
  box: { x: 0, y: 0, width: 200, height: 100 },
  background: { kind: 'plain' },
}

function placed(record: object, placement: Placement | null = null): PlacedObject {
  return { id: anId(), record: record as ObjectRecord, placement }
}

async function pixels(svg: string): Promise<(x: number, y: number) => string> {
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return (x, y) => {
    const at = (y * info.width + x) * info.channels
    return `#${data.subarray(at, at + 3).toString('hex')}`
  }
}

describe('a page as SVG', () => {
  it('shows every shape, and another program reads it', async () => {
    const objects = someRecords().map((record) => placed(record, { r: 0.1, sx: 1.2 }))
    const box = boxOfAll(objects)
    expect(box).not.toBeNull()
    for (const kind of ['plain', 'grid', 'lines', 'none'] as const) {
      const svg = toSvg(objects, { ...plain, box: box ?? plain.box, background: { kind } })
      expect((await sharp(Buffer.from(svg)).metadata()).format).toBe('svg')
      expect(svg.match(/<g/g)).toHaveLength(objects.length)
    }
  })

  it('draws each thing where it is, in its colour, the higher over the lower', async () => {
    const square = { t: 'rect', b: [10, 10, 40, 40], f: 2, w: 1 }
    const objects = [
      placed({ ...square, z: 5, c: 3 }),
      placed({ ...square, z: 1, c: 9 }),
      placed({ ...square, z: 2, c: 6 }, { x: 100, r: Math.PI / 4 }),
      placed({ ...square, z: 0, c: 10 }, { x: 60, z: 9 }),
    ]
    const colourAt = await pixels(toSvg(objects, plain))
    expect(colourAt(30, 30)).toBe(cssColour(3, 'light'))
    expect(colourAt(130, 30)).toBe(cssColour(6, 'light'))
    expect(colourAt(155, 30)).toBe(cssColour(6, 'light'))
    expect(colourAt(90, 30)).toBe(cssColour(10, 'light'))
    expect(colourAt(2, 2)).toBe('#fffdf8')
  })

  it('lets what a highlighter marks be seen', async () => {
    const ink = someRecords().find(({ t }) => t === 'mark')
    const mark = { ...ink, c: 5, w: 40 }
    const black = placed({ t: 'rect', z: 0, b: [0, 0, 60, 60], f: 2, c: '#000000' })
    const [whole, half] = [
      await pixels(toSvg([placed(mark)], plain)),
      await pixels(toSvg([black, placed(mark)], plain)),
    ]
    expect(whole(20, 10)).not.toBe('#fffdf8')
    expect(half(20, 10)).toBe('#000000')
  })

  it('leaves out what is not in its box, and shapes from later versions', () => {
    const far = placed({ t: 'rect', z: 0, b: [500, 500, 10, 10] })
    const unknown = placed({ t: 'hologram', z: 0 })
    expect(toSvg([far, unknown], plain)).not.toContain('<g')
    expect(boxOfAll([unknown])).toBeNull()
  })

  it('shows pictures only from where the caller has them, and nothing that could run', () => {
    const shown = [placed({ t: 'image', z: 0, b: [0, 0, 9, 9], i: newId() })]
    const good = toSvg(shown, { ...plain, imageHref: () => 'data:image/png;base64,AAAA' })
    expect(good).toContain('<image')
    const bad = [
      'javascript:alert(1)',
      'data:text/html,<script>',
      'data:image/svg+xml,<svg/>',
      '//x.y',
    ]
    for (const href of [...bad, null]) {
      expect(toSvg(shown, { ...plain, imageHref: () => href })).not.toContain('<image')
    }
  })

  it('sets formulas by the caller, and shows their TeX where that fails', () => {
    const formula = [placed({ t: 'formula', z: 0, b: [0, 0, 80, 20], s: 'x<y' })]
    expect(toSvg(formula, plain)).toContain('x&#60;y')
    const setFormula = { markup: '<path d="M0 0"/>', width: 10, height: 5 }
    expect(toSvg(formula, { ...plain, formulaSvg: () => setFormula })).toContain(
      'viewBox="0 0 10 5"',
    )
  })
})

describe('hostile text', () => {
  it('stays text', async () => {
    const evil = '</text><script>alert(1)</script><image href="x" onerror="y"/>]]>&amp;'
    for (const t of ['text', 'note', 'formula']) {
      const record = { t, z: 0, b: t === 'text' ? [0, 0, 190] : [0, 0, 190, 90], s: evil }
      const svg = toSvg([placed(record)], plain)
      expect(svg).not.toMatch(/<script|<image|onerror="/)
      await sharp(Buffer.from(svg)).metadata()
    }
  })

  it('of any letters is well formed', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(text, async (s) => {
        const svg = toSvg([placed({ t: 'text', z: 0, b: [0, 0, 100], s })], plain)
        await sharp(Buffer.from(svg)).metadata()
        expect(escapeXml(s)).not.toMatch(/[<>"']/)
      }),
      { numRuns: 60 },
    )
  })
})
