import { expect, test } from 'vitest'
import { someRecords } from '../../../shared/board/testing/records.ts'
import { newId } from '../../../shared/ids.ts'
import { Aside } from './aside.ts'

function shelf() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

const on = { board: newId<'board'>(), page: newId<'page'>() }
const me = newId<'participant'>()

test('keeps refused work of every shape over a reload, for its author alone', () => {
  const storage = shelf()
  const objects = someRecords().map((record, at) => ({ id: String(at).padStart(10, '0'), record }))
  const refused = [
    { layer: { ...on, of: 'shared' as const, epoch: 1 }, code: 'rights', words: 'No.', objects },
  ]
  new Aside(() => storage, me, on).set(refused)
  expect(new Aside(() => storage, me, on).get()).toEqual(refused)
  expect(new Aside(() => storage, newId<'participant'>(), on).get()).toEqual([])
  new Aside(() => storage, me, on).set([])
  expect(storage.kept.size).toBe(0)
})

test('takes nothing for granted of what it finds', () => {
  const storage = shelf()
  new Aside(() => storage, me, on).set([])
  for (const text of ['{', '{"a":1}', '[null]'])
    expect(new Aside(() => ({ ...storage, getItem: () => text }), me, on).get()).toEqual([])
})
