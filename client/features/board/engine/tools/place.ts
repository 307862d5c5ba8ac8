// Puts a shape where one clicks and lets one write into it.
import type { Point, Shape } from '../../../../../shared/board/shape.ts'
import { mayChange, placeForNew, type Canvas, type Desk, type Sample, type Tool } from '../desk.ts'
import { newObjectId } from '../edits.ts'
import { keyOf, type Drawable } from '../scene.ts'
import { writeInto } from '../textOf.ts'
import { objectAt } from '../hits.ts'
import { passing } from '../wet.ts'

export class PlaceTool implements Tool {
  readonly cursor = 'text'
  readonly #desk: Desk
  readonly #shape: Shape
  #shown: Drawable | null = null

  constructor(desk: Desk, shape: Shape) {
    this.#desk = desk
    this.#shape = shape
  }

  down(): void {
    this.#desk.writing.end()
  }

  move(): void {
    // It is put where the pointer goes up.
  }

  up({ at }: Sample): void {
    const there = objectAt(this.#desk, { at, radius: 2 / this.#desk.camera.zoom })
    const isOne = there?.shape.type === this.#shape.type && mayChange(this.#desk, there)
    if (!isOne || !writeInto(this.#desk, there)) this.#put(at)
  }

  cancel(): void {
    this.#shown = null
  }

  key(key: string): boolean {
    if (key !== 'enter') return false
    const { box } = this.#desk.camera.view
    this.#put({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
    return true
  }

  draw({ context, page }: Canvas): boolean {
    if (this.#shown !== null) this.#desk.painter.drawOnce(context, this.#shown, page)
    return false
  }

  putAway(): void {
    this.#desk.writing.end()
  }

  #put(at: Point): void {
    const { style, scene, writing, language } = this.#desk
    const layer = placeForNew(this.#desk)
    const made = this.#shape.make({ points: [at], constrained: false }, style)
    if (layer === null || made === null) return
    const id = newObjectId()
    const record = { ...made, t: this.#shape.type, z: Math.floor(scene.top) + 1 }
    writing.begin({
      drawn: passing(this.#shape, record),
      label: this.#shape.names[language],
      show: (drawn) => {
        this.#shown = drawn
        this.#desk.ask()
      },
      done: (written) => {
        this.#shown = null
        if (!isWorthKeeping(this.#shape, written)) return
        this.#desk.edits.run((draft) => {
          draft.add(layer, id, written)
        })
        this.#desk.tell('made', keyOf(layer, id), this.#shape.type)
      },
    })
  }
}

/** An empty note is a note; an empty text is nothing that could be seen. */
function isWorthKeeping(shape: Shape, record: Drawable['record']): boolean {
  const text = shape.text?.(record)
  const seen = shape.figures(record).some(({ kind }) => kind === 'path' || kind === 'image')
  return text?.trim() !== '' || seen
}
