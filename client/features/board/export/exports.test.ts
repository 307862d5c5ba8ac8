import { describe, expect, it } from 'vitest'
import { newId } from '../../../../shared/ids.ts'
import type { PlacedObject } from '../../../../shared/board/placed.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import { anId, someRecords } from '../../../../shared/board/testing/records.ts'
import {
  exportBoard,
  fileName,
  importBoard,
  renewedObjects,
  type OwnFilePorts,
  type OwnPage,
} from './exports.ts'

const group = anId()
const objects = someRecords().map((record): PlacedObject => ({
  id: anId(),
  record,
  placement: { x: 1, g: group },
}))
const slides = newId<'file'>()
const pages: OwnPage[] = [
  { objects, background: { kind: 'slide', file: slides, page: 2 } },
  { objects: [], background: { kind: 'lines' } },
]
const bytes = Uint8Array.of(1, 2, 3)
const ports: OwnFilePorts = { file: async () => ({ bytes, type: 'image/png', name: 'a.png' }) }

describe('the board’s own file', () => {
  it('brings everything to another class, with files of that class', async () => {
    const file = await exportBoard('Waves', pages, ports)
    const here = newId<'file'>()
    const uploaded: string[] = []
    const answer = await importBoard(file, {
      upload: async ({ id, bytes: its }) => {
        expect(its).toEqual(bytes)
        uploaded.push(id)
        return here
      },
    })
    if (!('board' in answer)) throw new Error(answer.problem.code)
    expect(uploaded).toContain(slides)
    expect(uploaded).toHaveLength(2)
    const { title, missing } = answer.board
    expect({ title, missing }).toEqual({ title: 'Waves', missing: 0 })
    const [first, second] = answer.board.pages
    expect(first?.background).toEqual({ kind: 'slide', file: here, page: 2 })
    expect(second?.background).toEqual({ kind: 'lines' })
    expect(first?.objects.map(({ record }) => record.t)).toEqual(
      objects.map(({ record }) => record.t),
    )
    expect(first?.objects.find(({ record }) => record.t === 'image')?.record).toMatchObject({
      i: here,
    })
  })

  it('says what was not taken, and goes on without it', async () => {
    const file = await exportBoard('', pages, ports)
    const answer = await importBoard(file, { upload: async () => null })
    if (!('board' in answer)) throw new Error(answer.problem.code)
    expect(answer.board.missing).toBe(2)
    expect(answer.board.pages[0]?.background).toEqual({ kind: 'plain' })
    expect(answer.board.pages[0]?.objects).toHaveLength(objects.length - 1)
  })

  it('is refused when it is another', async () => {
    const answer = await importBoard(new Blob(['%PDF-1.7']), { upload: async () => null })
    expect(answer).toEqual({ problem: { code: 'notBoard' } })
  })
})

describe('copies', () => {
  it('have ids, groups and ties of their own, and no author', () => {
    const [pen, rect] = objects
    const connector = shapeOf({ t: 'connector' })
    if (pen === undefined || rect === undefined || connector === null) throw new Error('no shapes')
    const gesture = {
      points: [
        { x: 0, y: 0 },
        { x: 90, y: 0 },
      ],
      constrained: false,
    }
    const style = { colour: 0, width: 2, fill: 0 } as const
    const made = connector.make({ ...gesture, over: [pen.id, 'elsewhere0'] }, style)
    const tied = { ...made, t: 'connector', z: 0, by: newId<'participant'>() }
    const copies = renewedObjects([pen, rect, { id: anId(), record: tied, placement: null }])
    expect(new Set([...copies, pen, rect].map(({ id }) => id)).size).toBe(5)
    expect(copies[0]?.placement?.g).toBe(copies[1]?.placement?.g)
    expect(copies[0]?.placement?.g).not.toBe(group)
    expect(copies[2]?.record).toMatchObject({ ta: copies[0]?.id })
    expect(copies[2]?.record).not.toHaveProperty('tb')
    expect(copies[2]?.record).not.toHaveProperty('by')
  })
})

it('names downloads so that every system takes them', () => {
  expect(fileName('Waves: part 1/2?', '.pdf')).toBe('Waves part 1 2.pdf')
  expect(fileName('../..', '.svg')).toBe('board.svg')
  expect(fileName('', '.png')).toBe('board.png')
})
