import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { rect, TestPage } from './engine/testing.ts'
import { laidAside, takeUp } from './undoKept.ts'

describe('what may be undone', () => {
  it('outlives the page, and finds in its layer what lies there', () => {
    const before = new TestPage()
    const one = before.add(rect(0))
    before.add(rect(30))
    before.edits.run((draft) => {
      draft.write(before.object(one.id), rect(9))
    })
    before.edits.undo()
    const kept = laidAside(before.edits)
    const after = new TestPage()
    Y.applyUpdate(after.doc, Y.encodeStateAsUpdate(before.doc))
    takeUp(after.edits, kept, after.scene.layers)
    after.edits.redo()
    expect(after.record(one.id)).toEqual(rect(9))
    after.edits.undo()
    expect(after.record(one.id)).toEqual(rect(0))
    after.edits.undo()
    after.edits.undo()
    expect(after.scene.size).toBe(0)
    expect(after.edits.canUndo).toBe(false)
  })

  it('goes with a layer that is gone', () => {
    const before = new TestPage()
    before.add(rect(0))
    const after = new TestPage()
    takeUp(after.edits, laidAside(before.edits), [{ ...after.layer, name: 'another' }])
    expect(after.edits.canUndo).toBe(false)
  })
})
