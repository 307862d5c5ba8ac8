import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlacedObject } from '../../../../shared/board/placed.ts'
import { encodeStroke } from '../../../../shared/board/strokeBytes.ts'
import { newId } from '../../../../shared/ids.ts'
import { clipOf, parseClip, renewed, textOf } from './clip.ts'
import { rect } from './testing.ts'

const pen = { t: 'pen', z: 2, c: 3, w: 2, p: encodeStroke([{ x: 1, y: 2 }]) } as const
const note = { t: 'note', z: 3, c: 5, b: [0, 0, 200, 200], s: 'Remember' } as const
const connector = { t: 'connector', z: 4, c: 0, w: 2, a: [0, 0], b: [9, 9] } as const

const objects: PlacedObject[] = [
  {
    id: 'aaaaaaaaaa',
    record: { ...rect(0), w: 2, by: newId<'participant'>() },
    placement: { x: 4, g: 'gggggggggg', lock: true },
  },
  { id: 'bbbbbbbbbb', record: note, placement: { g: 'gggggggggg' } },
  {
    id: 'cccccccccc',
    record: { ...connector, ta: 'aaaaaaaaaa', tb: 'zzzzzzzzzz' } as PlacedObject['record'],
    placement: null,
  },
]

describe('the clipboard', () => {
  it('gives back what was copied, but not whose it was', () => {
    const read = parseClip(clipOf(objects))
    expect(read?.map(({ id }) => id)).toEqual(objects.map(({ id }) => id))
    expect(read?.[0]?.record).not.toHaveProperty('by')
    expect(read?.[1]?.record).toEqual(note)
  })

  it('carries bytes', () => {
    const ink = [{ id: 'dddddddddd', record: pen, placement: null }]
    expect(parseClip(clipOf(ink))).toEqual(ink)
  })

  it('gives words to other programs', () => {
    expect(textOf(objects)).toBe('Remember')
  })

  it('takes nothing that is not whole', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseClip(text)).toBeNull()
      }),
    )
    const clip = clipOf(objects)
    expect(parseClip(clip.replace('"rect"', '"fence"'))).toBeNull()
    expect(parseClip(clip.replace('"Remember"', '7'))).toBeNull()
    expect(parseClip(clip.slice(0, -1))).toBeNull()
  })

  it('makes copies that are tied and grouped among themselves, above all else', () => {
    const copies = renewed(objects, { x: 10, y: 0 }, 40)
    const [first, second, third] = copies
    expect(new Set([...copies, ...objects].map(({ id }) => id)).size).toBe(6)
    expect(copies.map(({ record }) => record.z)).toEqual([41, 42, 43])
    expect(first?.placement).toMatchObject({ x: 14, g: second?.placement?.g })
    expect(first?.placement?.g).not.toBe('gggggggggg')
    expect(first?.placement).not.toHaveProperty('lock')
    expect(third?.record).toMatchObject({ ta: first?.id })
    expect(third?.record, 'what it was tied to stayed behind').not.toHaveProperty('tb')
  })
})
