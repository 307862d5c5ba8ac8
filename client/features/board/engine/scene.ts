// What lies on the page, out of all its layers: kept up with their Yjs documents change by change, and found
// by place. It knows nothing of the screen.
import RBush, { type BBox } from 'rbush'
import type * as Y from 'yjs'
import type { ParticipantId } from '../../../../shared/ids.ts'
import { makerOf } from '../../../../shared/board/author.ts'
import { mapPoint } from '../../../../shared/board/geometry.ts'
import { edgeOf } from '../../../../shared/board/outline.ts'
import { matrixOf, placedBox } from '../../../../shared/board/placement.ts'
import {
  maps,
  type ObjectId,
  type ObjectRecord,
  type Placement,
} from '../../../../shared/board/record.ts'
import type { Box, Outline, OutlineOf, Shape } from '../../../../shared/board/shape.ts'
import type { EngineLayer, ObjectKey } from './contract.ts'

/** Of what an object is drawn: what is tied to others has followed them. */
export interface Drawable {
  readonly shape: Shape
  readonly record: ObjectRecord
  readonly placement: Placement | undefined
  /** Of the record, before placement. */
  readonly bounds: Box
}

export interface SceneObject extends Drawable {
  readonly key: ObjectKey
  readonly id: ObjectId
  readonly layer: EngineLayer
  readonly z: number
  readonly drawn: Drawable
  /** On the page, as drawn. */
  readonly box: Box
  /** The Yjs client that made it, and the one that wrote it last. */
  readonly maker: number
  readonly writer: number
}

export interface SceneChange {
  readonly before: SceneObject | null
  readonly after: SceneObject | null
}

export type ShapeOf = (record: ObjectRecord) => Shape | null

interface Maps {
  readonly layer: EngineLayer
  readonly objects: Y.Map<ObjectRecord>
  readonly placements: Y.Map<Placement>
}

/** `top` is where the highest object lay before. */
export type SceneListener = (changes: readonly SceneChange[], top: number) => void

/** More than this at once is put into the index in bulk. */
const bulk = 200

class Index extends RBush<SceneObject> {
  override toBBox({ box }: SceneObject) {
    return { minX: box.x, minY: box.y, maxX: box.x + box.width, maxY: box.y + box.height }
  }

  override compareMinX(one: SceneObject, other: SceneObject): number {
    return one.box.x - other.box.x
  }

  override compareMinY(one: SceneObject, other: SceneObject): number {
    return one.box.y - other.box.y
  }
}

export function keyOf(layer: EngineLayer, id: ObjectId): ObjectKey {
  return `${layer.name}/${id}`
}

export function objectsOf(layer: EngineLayer): Y.Map<ObjectRecord> {
  return layer.doc.getMap<ObjectRecord>(maps.objects)
}

export function placementsOf(layer: EngineLayer): Y.Map<Placement> {
  return layer.doc.getMap<Placement>(maps.placements)
}

/** From below to above. */
export function byOrder(one: SceneObject, other: SceneObject): number {
  return one.z - other.z || (one.id < other.id ? -1 : 1)
}

export class Scene {
  readonly #shapeOf: ShapeOf
  readonly #changed: SceneListener
  readonly #index = new Index()
  readonly #objects = new Map<ObjectKey, SceneObject>()
  readonly #watched = new Map<EngineLayer, () => void>()
  /** Who is tied to an id. */
  readonly #ties = new Map<ObjectId, Set<ObjectKey>>()
  #top = 0

  constructor(shapeOf: ShapeOf, changed: SceneListener) {
    this.#shapeOf = shapeOf
    this.#changed = changed
  }

  get size(): number {
    return this.#objects.size
  }

  /** No object lies higher. */
  get top(): number {
    return this.#top
  }

  get layers(): readonly EngineLayer[] {
    return [...this.#watched.keys()]
  }

  get(key: ObjectKey): SceneObject | undefined {
    return this.#objects.get(key)
  }

  all(): SceneObject[] {
    return [...this.#objects.values()]
  }

  /** Whatever may touch the box, in no order. */
  within({ x, y, width, height }: Box): SceneObject[] {
    return this.#index.search({ minX: x, minY: y, maxX: x + width, maxY: y + height })
  }

  /** Around everything; null around nothing. */
  extent(): Box | null {
    if (this.#objects.size === 0) return null
    const { minX, minY, maxX, maxY } = this.#index.toJSON() as BBox
    return { x: minX, y: minY, width: maxX - minX, height: maxY - minY }
  }

  /** Objects that hang on this one. */
  tiedTo({ id }: SceneObject): SceneObject[] {
    return [...(this.#ties.get(id) ?? [])].flatMap((key) => this.get(key) ?? [])
  }

  /** In whatever layer it lies. */
  find(id: ObjectId): SceneObject | null {
    for (const layer of this.#watched.keys()) {
      const found = this.#objects.get(keyOf(layer, id))
      if (found !== undefined) return found
    }
    return null
  }

  outlineOf(id: ObjectId): Outline | null {
    const found = this.find(id)
    return found === null ? null : edgeOf(found.drawn)
  }

  authorOf({ record, layer, maker }: SceneObject): ParticipantId | null {
    return record.by ?? layer.personOf(maker)
  }

  /** Layers that stay are not looked at again. */
  setLayers(layers: readonly EngineLayer[]): void {
    const stays = (layer: EngineLayer) =>
      layers.some(({ name, doc }) => name === layer.name && doc === layer.doc)
    for (const [layer, unwatch] of this.#watched) {
      if (stays(layer)) continue
      unwatch()
      this.#watched.delete(layer)
      this.#drop(layer)
    }
    const known = this.layers
    for (const layer of layers) {
      if (!known.some(({ name }) => name === layer.name)) this.#watch(layer)
    }
  }

  close(): void {
    for (const unwatch of this.#watched.values()) unwatch()
    this.#watched.clear()
  }

  #watch(layer: EngineLayer): void {
    const seen = (event: { readonly keysChanged: Set<unknown> }) => {
      this.#refresh(layer, event.keysChanged as Set<ObjectId>)
    }
    const [objects, placements] = [objectsOf(layer), placementsOf(layer)]
    objects.observe(seen)
    placements.observe(seen)
    this.#watched.set(layer, () => {
      objects.unobserve(seen)
      placements.unobserve(seen)
    })
    this.#refresh(layer, objects.keys())
  }

  #drop(layer: EngineLayer): void {
    const gone = this.all().filter((object) => object.layer === layer)
    this.#apply(gone.map((before) => ({ before, after: null })))
  }

  #refresh(layer: EngineLayer, ids: Iterable<ObjectId>): void {
    const changes: SceneChange[] = []
    const from = { layer, objects: objectsOf(layer), placements: placementsOf(layer) }
    for (const id of ids) {
      const before = this.#objects.get(keyOf(layer, id)) ?? null
      const after = this.#read(from, id, before)
      if (before !== after) changes.push({ before, after })
    }
    this.#apply(changes)
    this.#follow(changes)
  }

  /** What is tied to something that moved is drawn anew; what is tied to that in turn is not. */
  #follow(changes: readonly SceneChange[]): void {
    if (this.#ties.size === 0) return
    const moved = changes.flatMap(({ before, after }) => (after ?? before)?.id ?? [])
    const keys = new Set(moved.flatMap((id) => [...(this.#ties.get(id) ?? [])]))
    const followed = [...keys].flatMap((key): SceneChange[] => {
      const before = this.#objects.get(key)
      return before === undefined ? [] : [{ before, after: this.#drawn(before) }]
    })
    this.#apply(followed)
  }

  #read(from: Maps, id: ObjectId, known: SceneObject | null): SceneObject | null {
    const { layer } = from
    const record = from.objects.get(id)
    if (record === undefined) return null
    const placement = from.placements.get(id)
    if (known !== null && known.record === record && known.placement === placement) return known
    const shape = this.#shapeOf(record)
    if (shape === null) return null
    const bounds = known?.record === record ? known.bounds : boundsOf(shape, record)
    if (bounds === null) return null
    const drawn = { shape, record, placement, bounds }
    const key = known?.key ?? keyOf(layer, id)
    const z = placement?.z ?? record.z
    const writer = from.objects._map.get(id)?.id.client ?? 0
    const maker = makerOf(from.objects, id) ?? writer
    const box = placement === undefined ? bounds : placedBox(bounds, placement)
    return this.#drawn({ ...drawn, drawn, key, id, layer, z, maker, writer, box })
  }

  #drawn(object: SceneObject): SceneObject {
    const drawn = settledOf(object, (id) => this.outlineOf(id))
    return drawn === null ? object : { ...object, drawn, box: drawn.bounds }
  }

  #apply(changes: readonly SceneChange[]): void {
    if (changes.length === 0) return
    const top = this.#top
    const added: SceneObject[] = []
    for (const { before, after } of changes) {
      if (before !== null) this.#take(before, after)
      if (after === null) continue
      added.push(after)
      this.#objects.set(after.key, after)
      this.#top = Math.max(this.#top, after.z)
      for (const id of tiesOf(after)) this.#tie(id, after.key)
    }
    if (added.length > bulk) this.#index.load(added)
    else for (const object of added) this.#index.insert(object)
    this.#changed(changes, top)
  }

  #take(before: SceneObject, after: SceneObject | null): void {
    this.#index.remove(before)
    if (after === null) this.#objects.delete(before.key)
    for (const id of tiesOf(before)) {
      const tied = this.#ties.get(id)
      tied?.delete(before.key)
      if (tied?.size === 0) this.#ties.delete(id)
    }
  }

  #tie(id: ObjectId, key: ObjectKey): void {
    const tied = this.#ties.get(id) ?? new Set()
    this.#ties.set(id, tied.add(key))
  }
}

function tiesOf({ shape, record }: Drawable): readonly ObjectId[] {
  return shape.ties?.of(record) ?? []
}

/** As it is drawn when it hangs on others, which lie within these outlines; null when it hangs on none. */
export function settledOf(object: Drawable, outlineOf: OutlineOf): Drawable | null {
  const { shape, record, placement, bounds } = object
  if (shape.ties === undefined || tiesOf(object).length === 0) return null
  const matrix = matrixOf(placement, bounds)
  const settled = shape.ties.settled(record, outlineOf, (point) => mapPoint(matrix, point))
  return { shape, record: settled, placement: undefined, bounds: shape.bounds(settled) }
}

/** Null for a record that its shape does not understand: it is not shown, and harms nothing. */
function boundsOf(shape: Shape, record: ObjectRecord): Box | null {
  try {
    const bounds = shape.bounds(record)
    return Number.isFinite(bounds.x + bounds.y + bounds.width + bounds.height) ? bounds : null
  } catch {
    return null
  }
}
