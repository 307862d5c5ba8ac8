// Changes of the page by one's own hand: each gesture is one transaction per layer and one step to undo.
// Undoing puts back only what nobody has changed since. Whose an object is, its first entry in the document
// says, so that whoever changes it or brings it back leaves it to its maker.
import type * as Y from 'yjs'
import type { ObjectId, ObjectRecord, Placement } from '../../../../shared/board/record.ts'
import type { EngineLayer } from './contract.ts'
import { keyOf, objectsOf, placementsOf, type Scene, type SceneObject } from './scene.ts'

/** Origin of all transactions made here. */
export const byHand = Symbol('by hand')

const mostSteps = 200

export interface Entry {
  readonly layer: EngineLayer
  readonly map: 'objects' | 'placements'
  readonly id: ObjectId
  readonly before: unknown
  readonly after: unknown
}

export type Step = readonly Entry[]

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
  readonly #changed: () => void
  readonly #may: (object: SceneObject) => boolean
  /** The last is undone first. */
  undoes: Step[] = []
  redoes: Step[] = []

  /** `may` says so when something may not be changed. */
  constructor(scene: Scene, changed: () => void, may: (object: SceneObject) => boolean) {
    this.#scene = scene
    this.#changed = changed
    this.#may = may
  }

  get canUndo(): boolean {
    return this.undoes.length > 0
  }

  get canRedo(): boolean {
    return this.redoes.length > 0
  }

  /** One gesture. */
  run(change: (draft: Draft) => void): void {
    const draft = new Draft()
    change(draft)
    const step = this.#apply(draft.puts)
    if (step.length === 0) return
    this.undoes = [...this.undoes, step].slice(-mostSteps)
    this.redoes = []
    this.#changed()
  }

  /** Steps of which nothing can be undone any more are passed over. */
  undo(): void {
    this.#step(this.undoes, this.redoes)
  }

  redo(): void {
    this.#step(this.redoes, this.undoes)
  }

  /** A layer that began anew has no past. */
  forgetOtherLayers(): void {
    const here = new Set(this.#scene.layers.map(({ doc }) => doc))
    const known = (steps: readonly Step[]) =>
      steps
        .map((step) => step.filter(({ layer }) => here.has(layer.doc)))
        .filter(({ length }) => length > 0)
    this.undoes = known(this.undoes)
    this.redoes = known(this.redoes)
    this.#changed()
  }

  #step(from: Step[], to: Step[]): void {
    for (let step = from.pop(); step !== undefined; step = from.pop()) {
      const untouched = step.filter((entry) => mapOf(entry).get(entry.id) === entry.after)
      // Rights have changed since, or somebody has locked it: the step is given up.
      if (!untouched.every((entry) => this.#mayPut(entry))) break
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

  #mayPut({ layer, id }: Put): boolean {
    const object = this.#scene.get(keyOf(layer, id))
    return object === undefined || this.#may(object)
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
    const before = map.get(put.id)
    if (before === put.after) return []
    if (put.after === undefined) map.delete(put.id)
    else map.set(put.id, put.after)
    return [{ ...put, before }]
  }
}

export function mapOf({ layer, map }: Pick<Put, 'layer' | 'map'>): Y.Map<unknown> {
  return (map === 'objects' ? objectsOf(layer) : placementsOf(layer)) as Y.Map<unknown>
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export function newObjectId(): ObjectId {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return Array.from(bytes, (byte) => alphabet.charAt(byte % alphabet.length)).join('')
}
