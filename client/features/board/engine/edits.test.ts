import { describe, expect, it } from 'vitest'
import { newObjectId } from './edits.ts'
import { rect, TestPage } from './testing.ts'

describe('edits', () => {
  it('are undone and done again a gesture at a time', () => {
    const page = new TestPage()
    const { edits, layer } = page
    const [one, two] = [newObjectId(), newObjectId()]
    edits.run((draft) => {
      draft.add(layer, one, rect(0))
      draft.add(layer, two, rect(20))
    })
    edits.run((draft) => {
      draft.place({ layer, id: one }, { x: 5 })
    })
    edits.undo()
    expect(page.placement(one)).toBeUndefined()
    edits.undo()
    expect(page.scene.size).toBe(0)
    expect(edits.canUndo).toBe(false)
    edits.redo()
    edits.redo()
    expect(page.scene.size).toBe(2)
    expect(page.placement(one)).toEqual({ x: 5 })
  })

  it('leave alone what another has changed since', () => {
    const page = new TestPage()
    const kept = page.add(rect(0))
    const mine = page.add(rect(0))
    page.byAnother((doc) => doc.getMap('o').set(mine.id, rect(50)))
    page.edits.undo()
    expect(page.record(mine.id)).toMatchObject(rect(50))
    expect(page.record(kept.id), 'the step before is undone instead').toBeUndefined()
  })

  it('do not bring back what another has deleted', () => {
    const page = new TestPage()
    const mine = page.add(rect(0))
    page.edits.run((draft) => {
      draft.place(mine, { x: 3 })
    })
    page.byAnother((doc) => {
      doc.getMap('o').delete(mine.id)
      doc.getMap('x').delete(mine.id)
    })
    page.edits.undo()
    expect(page.record(mine.id)).toBeUndefined()
    expect(page.placement(mine.id)).toBeUndefined()
  })

  it('leave to others what is theirs, changed or brought back', () => {
    const page = new TestPage()
    const { edits, scene } = page
    const id = newObjectId()
    page.byAnother((doc) => doc.getMap('o').set(id, rect(0)))
    const author = () => scene.authorOf(page.object(id))
    expect(author()).toBe(page.other)
    edits.run((draft) => {
      draft.write(page.object(id), rect(9))
    })
    expect(author()).toBe(page.other)
    edits.run((draft) => {
      draft.remove(page.object(id))
    })
    edits.undo()
    expect(page.record(id)).toEqual(rect(9))
    expect(author()).toBe(page.other)
    edits.undo()
    expect(page.record(id)).toEqual(rect(0))
  })

  it('are not undone where one may not change it any more', () => {
    const page = new TestPage()
    const mine = page.add(rect(0))
    page.allowed = false
    page.edits.undo()
    expect(page.record(mine.id)).toEqual(rect(0))
    expect(page.edits.canUndo, 'what cannot be undone is in nobody’s way').toBe(false)
  })

  it('keep only so many steps', () => {
    const page = new TestPage()
    for (let at = 0; at < 250; at += 1) page.add(rect(at))
    while (page.edits.canUndo) page.edits.undo()
    expect(page.scene.size).toBe(50)
  })

  it('forget a layer that began anew', () => {
    const page = new TestPage()
    page.add(rect(0))
    page.scene.setLayers([new TestPage().layer])
    page.edits.forgetOtherLayers()
    expect(page.edits.canUndo).toBe(false)
  })
})
