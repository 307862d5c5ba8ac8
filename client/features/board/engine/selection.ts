// Which objects are selected. A group is selected as one; what goes from the page leaves the selection.
import { around } from '../../../../shared/board/geometry.ts'
import type { Colour, Fill } from '../../../../shared/board/record.ts'
import type { Box, Style } from '../../../../shared/board/shape.ts'
import type { ObjectKey } from './contract.ts'
import { byOrder, type Scene, type SceneObject } from './scene.ts'

export class Selection {
  readonly #scene: Scene
  readonly #changed: () => void
  #keys = new Set<ObjectKey>()
  /** What keys and the list speak of, among several. */
  #focus: ObjectKey | null = null

  constructor(scene: Scene, changed: () => void) {
    this.#scene = scene
    this.#changed = changed
  }

  get size(): number {
    return this.#keys.size
  }

  get focus(): ObjectKey | null {
    return this.#focus
  }

  has(key: ObjectKey): boolean {
    return this.#keys.has(key)
  }

  /** From below to above. */
  get objects(): SceneObject[] {
    return [...this.#keys].flatMap((key) => this.#scene.get(key) ?? []).sort(byOrder)
  }

  get box(): Box | null {
    return around(this.objects.map(({ box }) => box))
  }

  set(objects: readonly SceneObject[]): void {
    this.#keys = new Set(this.#withGroups(objects).map(({ key }) => key))
    this.#focus = objects.at(-1)?.key ?? null
    this.#changed()
  }

  toggle(object: SceneObject): void {
    const keys = this.#withGroups([object]).map(({ key }) => key)
    const had = this.#keys.has(object.key)
    for (const key of keys) {
      if (had) this.#keys.delete(key)
      else this.#keys.add(key)
    }
    this.#focus = object.key
    this.#changed()
  }

  clear(): void {
    if (this.#keys.size > 0) this.set([])
  }

  /** After objects went from the page. */
  prune(): void {
    const gone = [...this.#keys].filter((key) => this.#scene.get(key) === undefined)
    if (gone.length === 0) return
    for (const key of gone) this.#keys.delete(key)
    this.#changed()
  }

  #withGroups(objects: readonly SceneObject[]): SceneObject[] {
    const groups = new Set(objects.flatMap(({ placement }) => placement?.g ?? []))
    if (groups.size === 0) return [...objects]
    const members = this.#scene.all().filter(({ placement }) => groups.has(placement?.g ?? ''))
    return [...new Set([...members, ...objects])]
  }
}

/** Where all agree. */
export function commonStyle(objects: readonly SceneObject[]): Partial<Style> {
  const one = <Value>(read: (object: SceneObject) => Value | undefined): Value | undefined => {
    const values = new Set(objects.map(read))
    return values.size === 1 ? [...values][0] : undefined
  }
  const colour = one<Colour>(({ record }) => record.c)
  const width = one<number>(({ record }) => record.w)
  const fill = one<Fill>(({ record }) => record.f)
  return {
    ...(colour !== undefined && { colour }),
    ...(width !== undefined && { width }),
    ...(fill !== undefined && { fill }),
  }
}
