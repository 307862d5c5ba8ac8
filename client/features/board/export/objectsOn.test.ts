import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { inOrder } from '../../../../shared/board/placed.ts'
import { anId, someRecords } from '../../../../shared/board/testing/records.ts'
import { objectsOn } from './objectsOn.ts'

const records = someRecords()
const shared = anId()

function layer(entries: readonly (readonly [string, unknown, unknown?])[]): Y.Doc {
  const doc = new Y.Doc()
  for (const [id, record, placement] of entries) {
    doc.getMap('o').set(id, record)
    if (placement !== undefined) doc.getMap('x').set(id, placement)
  }
  return doc
}

it('finds what lies on a page, and passes over what this version does not know', () => {
  const doc = layer([
    ['0000000001', records[0], { x: 5 }],
    ['0000000002', { t: 'hologram', z: 1 }],
  ])
  const objects = objectsOn([doc])
  expect(objects).toEqual([{ id: '0000000001', record: records[0], placement: { x: 5 } }])
  expect(objectsOn([])).toEqual([])
})

it('lays all of a higher layer above all of a lower one, each with an id of its own', () => {
  const low = layer([
    [shared, { ...records[2], z: 900 }],
    [anId(), { ...records[3], z: 800 }],
  ])
  const high = layer([[shared, { ...records[4], z: 1 }, { x: 3, z: 2 }]])
  const objects = inOrder(objectsOn([low, high]))
  const types = [records[3], records[2], records[4]].map((record) => record?.t)
  expect(objects.map(({ record }) => record.t)).toEqual(types)
  expect(new Set(objects.map(({ id }) => id)).size).toBe(3)
  expect(objects[2]?.placement).toMatchObject({ x: 3 })
})
