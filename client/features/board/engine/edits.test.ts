import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { newId, type ParticipantId } from '../../../../shared/ids.ts'
import type { ObjectRecord } from '../../../../shared/board/record.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import type { EngineLayer } from './contract.ts'
import { Edits, newObjectId } from './edits.ts'
import { Scene, keyOf, objectsOf, placementsOf } from './scene.ts'

const me = newId<'participant'>()
const other = newId<'participant'>()

interface Desk {
  readonly layer: EngineLayer
  readonly scene: Scene
  readonly edits: Edits
}

function aDesk(): Desk {
  const doc = new Y.Doc()
  const personOf = (client: number): ParticipantId => (client === doc.clientID ? me : other)
  const layer: EngineLayer = { name: 'page', doc, personOf }
  const scene = new Scene(
    (record) => shapeOf(record),
    () => undefined,
  )
  scene.setLayers([layer])
  return { layer, scene, edits: new Edits(scene, me, () => undefined) }
}

const box = (x: number): ObjectRecord & { b: readonly number[] } => ({
  t: 'rect',
  z: 1,
  b: [x, 0, 10, 10],
})

/** As if another person's browser had written it. */
function byAnother({ layer }: Desk, change: (doc: Y.Doc) => void): void {
  const theirs = new Y.Doc()
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(layer.doc))
  change(theirs)
  Y.applyUpdate(layer.doc, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(layer.doc)))
}

describe('edits', () => {
  it('are undone and done again a gesture at a time', () => {
    const { edits, layer } = aDesk()
    const [one, two] = [newObjectId(), newObjectId()]
    edits.run((draft) => {
      draft.add(layer, one, box(0))
      draft.add(layer, two, box(20))
    })
    edits.run((draft) => {
      draft.place({ layer, id: one }, { x: 5 })
    })
    edits.undo()
    expect(placementsOf(layer).has(one)).toBe(false)
    edits.undo()
    expect(objectsOf(layer).size).toBe(0)
    expect(edits.canUndo).toBe(false)
    edits.redo()
    edits.redo()
    expect(objectsOf(layer).size).toBe(2)
    expect(placementsOf(layer).get(one)).toEqual({ x: 5 })
  })

  it('leave alone what another has changed since', () => {
    const desk = aDesk()
    const { edits, layer } = desk
    const [mine, kept] = [newObjectId(), newObjectId()]
    edits.run((draft) => {
      draft.add(layer, kept, box(0))
    })
    edits.run((draft) => {
      draft.add(layer, mine, box(0))
    })
    byAnother(desk, (doc) => doc.getMap('o').set(mine, { ...box(50), by: me }))
    edits.undo()
    expect(objectsOf(layer).get(mine)).toMatchObject({ b: [50, 0, 10, 10] })
    expect(objectsOf(layer).has(kept), 'the step before is undone instead').toBe(false)
  })

  it('give back to others what was theirs', () => {
    const desk = aDesk()
    const { edits, layer, scene } = desk
    const id = newObjectId()
    byAnother(desk, (doc) => doc.getMap('o').set(id, box(0)))
    const object = scene.get(keyOf(layer, id))!
    expect(scene.authorOf(object)).toBe(other)
    edits.run((draft) => {
      draft.write(object, box(9))
    })
    expect(objectsOf(layer).get(id)).toMatchObject({ by: other, b: [9, 0, 10, 10] })
    edits.run((draft) => {
      draft.remove(scene.get(keyOf(layer, id))!)
    })
    edits.undo()
    expect(scene.authorOf(scene.get(keyOf(layer, id))!)).toBe(other)
    edits.undo()
    expect(objectsOf(layer).get(id)).toMatchObject({ by: other, b: [0, 0, 10, 10] })
  })
})
