import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../ids.ts'
import { readBoardFile, writeBoardFile, type BoardFile } from './boardFile.ts'
import type { Placement } from './record.ts'
import { handwriting } from './testing/handwriting.ts'
import { anId, someRecords } from './testing/records.ts'
import { encodeStroke } from './strokeBytes.ts'

const placement: fc.Arbitrary<Placement | null> = fc.oneof(
  fc.constant(null),
  fc.record(
    {
      x: fc.integer({ min: -999, max: 999 }),
      // JSON knows no −0.
      r: fc.double({ min: -3, max: 3, noNaN: true }).map((angle) => angle + 0),
      lock: fc.constant(true as const),
    },
    { requiredKeys: [] },
  ),
)
const inked = fc
  .integer()
  .map((seed) => ({ t: 'pen', z: 0, c: 2, p: encodeStroke(handwriting(seed, 1)[0] ?? []) }))
const record = fc.oneof(fc.constantFrom(...someRecords()), inked)
const object = fc.record({ record, placement }).map((placed) => ({ id: anId(), ...placed }))
const background = fc.oneof(
  fc.constantFrom(...(['plain', 'grid', 'lines'] as const)).map((kind) => ({ kind })),
  fc
    .integer({ min: 1, max: 99 })
    .map((page) => ({ kind: 'slide' as const, file: newId<'file'>(), page })),
)
const board: fc.Arbitrary<BoardFile> = fc.record({
  title: fc.string({ maxLength: 60 }),
  pages: fc.array(fc.record({ background, objects: fc.array(object, { maxLength: 8 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  files: fc.array(
    fc.record({
      id: fc.constant(newId<'file'>()),
      name: fc.string({ maxLength: 20 }),
      type: fc.constant('image/png'),
      bytes: fc.uint8Array({ maxLength: 50 }),
    }),
    { maxLength: 2 },
  ),
})

function aBoard(): BoardFile {
  const objects = someRecords().map((its) => ({ id: anId(), record: its, placement: null }))
  return { title: 'Waves', pages: [{ background: { kind: 'grid' }, objects }], files: [] }
}

/** The file with one thing in it changed. */
function spoiled(change: (file: ReturnType<typeof opened>) => void): string {
  const file = opened()
  change(file)
  return JSON.stringify(file)
}

function opened() {
  return JSON.parse(writeBoardFile(aBoard())) as {
    format: string
    version: number
    pages: {
      background: object
      objects: { id: string; record: Record<string, unknown>; placement?: object }[]
    }[]
    files: unknown[]
  }
}

describe('a board’s own file', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(board, (written) => {
        expect(readBoardFile(writeBoardFile(written))).toEqual({ board: written })
      }),
      { numRuns: 50 },
    )
  })

  it('says what it is not', () => {
    for (const text of ['', 'x', '[]', 'null', '{}', '{"format":"other"}', '7']) {
      expect(readBoardFile(text), text).toEqual({ problem: { code: 'notBoard' } })
    }
    const newer = spoiled((file) => (file.version = 2))
    expect(readBoardFile(newer)).toEqual({ problem: { code: 'newer', version: 2 } })
  })

  it('says where it is broken', () => {
    const fault = (change: Parameters<typeof spoiled>[0]) => readBoardFile(spoiled(change))
    const third = { problem: { code: 'broken', page: 1, object: 3 } }
    expect(fault((file) => (file.pages[0]!.objects[2]!.record['w'] = -1))).toMatchObject(third)
    expect(fault((file) => (file.pages[0]!.objects[2]!.placement = { x: 'far' }))).toMatchObject(
      third,
    )
    expect(fault((file) => (file.pages[0]!.objects[2]!.id = '../x'))).toMatchObject(third)
    const ink = { $bytes: 'no base64!' }
    expect(fault((file) => (file.pages[0]!.objects[0]!.record['p'] = ink))).toMatchObject({
      problem: { code: 'broken', page: 1, object: 1 },
    })
    const twice = fault((file) => (file.pages[0]!.objects[1]!.id = file.pages[0]!.objects[0]!.id))
    expect(twice).toMatchObject({ problem: { code: 'broken', page: 1 } })
    const code = { problem: { code: 'broken' } }
    expect(fault((file) => (file.pages = []))).toMatchObject(code)
    expect(
      fault((file) => (file.files = [{ id: newId(), name: '', type: 'a/b', bytes: '?' }])),
    ).toMatchObject(code)
  })

  it('is never more than refused', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (one, other) => {
        readBoardFile(one)
        readBoardFile(
          `{"format":"lyceum-board","version":1,"title":"","files":[],"pages":${other}}`,
        )
        const objects = `[{"id":"0000000000","record":${one},"placement":${other}}]`
        const pages = `[{"background":{"kind":"plain"},"objects":${objects}}]`
        readBoardFile(
          `{"format":"lyceum-board","version":1,"title":"","files":[],"pages":${pages}}`,
        )
      }),
    )
  })
})
