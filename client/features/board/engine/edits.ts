// Changes of the page by one's own hand: each gesture is one transaction per layer and one step to undo.
// Undoing puts back only what nobody has changed since, and whose something was it stays.
import type * as Y from 'yjs'
import type { ParticipantId } from '../../../../shared/ids.ts'
import type { ObjectId, ObjectRecord, Placement } from '../../../../shared/board/record.ts'
import type { EngineLayer } from './contract.ts'
import { objectsOf, placementsOf, type Scene, type SceneObject } from './scene.ts'

/** Origin of all transactions made here. */
export const byHand = Symbol('by hand')

const mostSteps = 200

interface Entry {
  readonly layer: EngineLayer
  readonly map: 'objects' | 'placements'
  readonly id: ObjectId
  readonly before: unknown
  readonly after: unknown
}

type Step = readonly Entry[]

type Put = Omit<Entry, 'before'>

/** What one gesture changes; nothing happens before it is complete. */
export class Draft {
  readonly puts: Put[] = []

  add(layer: EngineLayer, id: ObjectId, record: ObjectRecord): void {
    this.puts.push({ layer, map: 'objects', id, after: record })
  }

  write({ layer, id }: SceneObject, record: ObjectRecord): void {
    this.puts.push({ layer, map: 'objects', id, after: record })
  }

  place({ layer, id }: Pick<SceneObject, 'layer' | 'id'>, placement: Placement | undefined): void {
    const nothing = placement === undefined || Object.keys(placement).length === 0
    this.puts.push({ layer, map: 'placements', id, after: nothing ? undefined : placement })
  }

  remove({ layer, id }: SceneObject): void {
    this.puts.push({ layer, map: 'objects', id, after: undefined })
    this.puts.push({ layer, map: 'placements', id, after: undefined })
  }
}

export class Edits {
  readonly #scene: Scene
  readonly #me: ParticipantId
  readonly #changed: () => void
  #undo: Step[] = []
  #redo: Step[] = []

  constructor(scene: Scene, me: ParticipantId, changed: () => void) {
    this.#scene = scene
    this.#me = me
    this.#changed = changed
  }

  get canUndo(): boolean {
    return this.#undo.length > 0
  }

  get canRedo(): boolean {
    return this.#redo.length > 0
  }

  /** One gesture. */
  run(change: (draft: Draft) => void): void {
    const draft = new Draft()
    change(draft)
    const step = this.#apply(draft.puts)
    if (step.length === 0) return
    this.#undo = [...this.#undo, step].slice(-mostSteps)
    this.#redo = []
    this.#changed()
  }

  /** Steps of which nothing can be undone any more are passed over. */
  undo(): void {
    this.#step(this.#undo, this.#redo)
  }

  redo(): void {
    this.#step(this.#redo, this.#undo)
  }

  /** A layer that began anew has no past. */
  forgetOtherLayers(): void {
    const here = new Set(this.#scene.layers.map(({ doc }) => doc))
    const known = (steps: readonly Step[]) =>
      steps
        .map((step) => step.filter(({ layer }) => here.has(layer.doc)))
        .filter(({ length }) => length > 0)
    this.#undo = known(this.#undo)
    this.#redo = known(this.#redo)
    this.#changed()
  }

  #step(from: Step[], to: Step[]): void {
    for (let step = from.pop(); step !== undefined; step = from.pop()) {
      const untouched = step.filter((entry) => mapOf(entry).get(entry.id) === entry.after)
      const back = untouched
        .toReversed()
        .map(({ before, ...entry }) => ({ ...entry, after: before }))
      const done = this.#apply(back)
      if (done.length === 0) continue
      to.push(done)
      break
    }
    this.#changed()
  }

  #apply(puts: readonly Put[]): Step {
    const entries: Entry[] = []
    for (const layer of new Set(puts.map((put) => put.layer))) {
      layer.doc.transact(() => {
        for (const put of puts) if (put.layer === layer) entries.push(...this.#put(put))
      }, byHand)
    }
    return entries
  }

  #put(put: Put): Entry[] {
    const map = mapOf(put)
    const stored = map.get(put.id)
    if (stored === put.after) return []
    const before = this.#owned(put, stored)
    const after = put.map === 'objects' ? this.#attributed(put) : put.after
    if (after === undefined) map.delete(put.id)
    else map.set(put.id, after)
    return [{ ...put, after, before }]
  }

  /** Whoever changes another's object says whose it is; what is one's own needs no word. */
  #attributed(put: Put): unknown {
    if (put.after === undefined) return undefined
    const known = this.#authorOf(put)
    const record = put.after as ObjectRecord
    if (known === undefined || known === null || record.by === known) return record
    const { by: _by, ...rest } = record
    return known === this.#me ? rest : { ...rest, by: known }
  }

  /** As it must be put back, when that is done by another hand than it came from. */
  #owned(put: Put, stored: unknown): unknown {
    if (put.map === 'placements' || stored === undefined) return stored
    const author = this.#authorOf(put)
    const record = stored as ObjectRecord
    const others = author !== undefined && author !== null && author !== this.#me
    return others && record.by === undefined ? { ...record, by: author } : record
  }

  /** Undefined for what is not there. */
  #authorOf({ layer, id }: Put): ParticipantId | null | undefined {
    const item = objectsOf(layer)._map.get(id)
    const record = objectsOf(layer).get(id)
    if (item === undefined || record === undefined) return undefined
    return record.by ?? layer.personOf(item.id.client)
  }
}

function mapOf({ layer, map }: Put): Y.Map<unknown> {
  return (map === 'objects' ? objectsOf(layer) : placementsOf(layer)) as Y.Map<unknown>
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export function newObjectId(): ObjectId {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return Array.from(bytes, (byte) => alphabet.charAt(byte % alphabet.length)).join('')
}
