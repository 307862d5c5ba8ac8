// A page of a board in memory, for unit tests of what works on one.
import * as Y from 'yjs'
import { newId, type ParticipantId } from '../../../../shared/ids.ts'
import type { ObjectId, ObjectRecord, Placement } from '../../../../shared/board/record.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import { Camera } from './camera.ts'
import type { EngineLayer } from './contract.ts'
import type { Desk, Sample } from './desk.ts'
import { Edits, newObjectId } from './edits.ts'
import { Lifted } from './lifted.ts'
import {
  keyOf,
  objectsOf,
  placementsOf,
  Scene,
  type SceneChange,
  type SceneObject,
} from './scene.ts'
import { Selection } from './selection.ts'

export class TestPage {
  readonly me = newId<'participant'>()
  readonly other = newId<'participant'>()
  readonly doc = new Y.Doc()
  readonly changes: SceneChange[] = []
  readonly layer: EngineLayer = {
    name: 'page',
    doc: this.doc,
    personOf: (client: number): ParticipantId =>
      client === this.doc.clientID ? this.me : this.other,
  }
  readonly scene = new Scene(shapeOf, (changes) => {
    this.changes.push(...changes)
  })
  /** Whether what is there may be changed. */
  allowed = true
  readonly edits = new Edits(
    this.scene,
    () => undefined,
    () => this.allowed,
  )

  constructor() {
    this.scene.setLayers([this.layer])
  }

  add(record: ObjectRecord, placement?: Placement): SceneObject {
    const id = newObjectId()
    this.edits.run((draft) => {
      draft.add(this.layer, id, record)
      if (placement !== undefined) draft.place({ layer: this.layer, id }, placement)
    })
    return this.object(id)
  }

  object(id: ObjectId): SceneObject {
    const object = this.scene.get(keyOf(this.layer, id))
    if (object === undefined) throw new Error(`no object ${id}`)
    return object
  }

  record(id: ObjectId): ObjectRecord | undefined {
    return objectsOf(this.layer).get(id)
  }

  placement(id: ObjectId): Placement | undefined {
    return placementsOf(this.layer).get(id)
  }

  /** As if another person's browser had written it. */
  byAnother(change: (doc: Y.Doc) => void): void {
    const theirs = new Y.Doc()
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(this.doc))
    change(theirs)
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(this.doc)))
  }
}

/** As much of a desk as tools need that are not looked at, and what was told there. */
export function testDesk(page: TestPage, staff = false) {
  const nothing = () => undefined
  const told: unknown[] = []
  const desk = {
    camera: new Camera(nothing),
    painter: { figuresOf: ({ shape, record }: SceneObject) => shape.figures(record) },
    scene: page.scene,
    edits: page.edits,
    selection: new Selection(page.scene, nothing),
    lifted: new Lifted(nothing),
    live: { drag: nothing, drop: nothing },
    writing: { end: nothing },
    rights: { add: true, lock: staff, change: (_: unknown, locked: boolean) => staff || !locked },
    mine: page.layer,
    most: 100,
    slide: null,
    style: { colour: 0, width: 2, fill: 0 },
    language: 'en',
    snapFor: () => null,
    tell: (name: string, why: unknown) => told.push([name, why]),
    ask: nothing,
  }
  return { desk: desk as unknown as Desk, told }
}

/** A mouse there, on a board seen as it is. */
export function sampleAt(x: number, y: number): Sample {
  const at = { x, y }
  return { screen: at, at, shift: false, alt: false, command: true, device: 'mouse' }
}

export interface RectRecord extends ObjectRecord {
  readonly b: readonly [number, number, number, number]
}

/** A rectangle whose line has no width, so that its box is what it says. */
export function rect(x: number, y = 0, more: Partial<RectRecord> = {}): RectRecord {
  return { t: 'rect', z: 1, w: 0, b: [x, y, 10, 10], ...more }
}
