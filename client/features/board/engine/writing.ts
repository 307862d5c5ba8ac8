// Writing into an object, through a field that lies over it. What is new comes to the board when the writing
// is done; what was there changes then, in one step.
import { mapBox, scaleOf } from '../../../../shared/board/geometry.ts'
import { matrixOf, rebased } from '../../../../shared/board/placement.ts'
import { boardLimits, type ObjectRecord } from '../../../../shared/board/record.ts'
import type { Box, Figure } from '../../../../shared/board/shape.ts'
import type { OpenTextField, TextEditorPort, TextFieldLook } from './contract.ts'
import type { Camera } from './camera.ts'
import type { Painter } from './painter.ts'
import type { Drawable } from './scene.ts'

export interface Written {
  readonly drawn: Drawable
  readonly label: string
  /** Draws it without its letters, which stand in the field. */
  readonly show: (drawn: Drawable) => void
  /** Null when it was given up. */
  readonly done: (record: ObjectRecord) => void
}

/** Of the field for what a formula is made of, in CSS pixels, and how far below it stands. */
const sourceField = { width: 320, height: 64 } as const
const gap = 12

/** So that a field stands where a text will be. */
const placeholder = 'x'

/** What is written ends above this part of what is free: tools stand below it. */
const lowest = 0.6

export class Writing {
  readonly #port: TextEditorPort
  readonly #camera: Camera
  readonly #painter: Painter
  readonly #changed: () => void
  #open: { field: OpenTextField; written: Written; drawn: Drawable } | null = null

  constructor(parts: {
    port: TextEditorPort
    camera: Camera
    painter: Painter
    changed: () => void
  }) {
    this.#port = parts.port
    this.#camera = parts.camera
    this.#painter = parts.painter
    this.#changed = parts.changed
  }

  get active(): boolean {
    return this.#open !== null
  }

  begin(written: Written): void {
    this.end()
    const { drawn, label } = written
    const field = this.#port.open({
      text: drawn.shape.text?.(drawn.record) ?? '',
      label,
      look: this.#lookOf(drawn),
      maxLength: boardLimits.textLength,
      changed: (text) => {
        this.#type(text)
      },
      done: () => {
        this.end()
      },
    })
    this.#open = { field, written, drawn }
    written.show(bare(drawn))
    this.#changed()
  }

  end(): void {
    const open = this.#open
    if (open === null) return
    this.#open = null
    open.field.close()
    open.written.done(open.drawn.record)
    this.#changed()
  }

  /** The camera moved. */
  follow(): void {
    if (this.#open !== null) this.#open.field.move(this.#lookOf(this.#open.drawn))
  }

  /** Of the host, this much is free: what is written moves up out of what a keyboard covers. */
  reveal(free: Box): void {
    if (this.#open === null) return
    const { box } = this.#lookOf(this.#open.drawn)
    const below = box.y + box.height - (free.y + free.height * lowest)
    const by = Math.min(below, box.y - free.y)
    if (by > 0) this.#camera.panBy({ x: 0, y: -by })
  }

  #type(text: string): void {
    const open = this.#open
    if (open === null) return
    const { shape, record } = open.drawn
    const next = shape.withText?.(record, text.slice(0, boardLimits.textLength)) ?? record
    open.drawn = rewritten(open.drawn, next)
    const look = this.#lookOf(open.drawn)
    open.field.move(look)
    open.written.show(bare(open.drawn))
    this.#keepInSight(look)
  }

  /** The board goes along with a line that grows beyond its edge. */
  #keepInSight({ box, size, source }: TextFieldLook): void {
    if (source === true) return
    const beyond = box.x + box.width + 2 * size - this.#camera.size.width
    if (beyond > 0) this.#camera.panBy({ x: -beyond, y: 0 })
  }

  #lookOf({ shape, record, placement, bounds }: Drawable): TextFieldLook {
    const written = shape.text?.(record) === '' ? shape.withText?.(record, placeholder) : record
    const figures = shape.figures(written ?? record)
    const figure = figures.find(({ kind }) => kind === 'text' || kind === 'formula')
    const matrix = matrixOf(placement, bounds)
    const { zoom } = this.#camera
    const box = this.#camera.boxToScreen(mapBox(matrix, boxOf(figure) ?? bounds))
    if (figure?.kind === 'text') {
      const { size, colour, align } = figure
      return {
        box,
        size: size * scaleOf(matrix) * zoom,
        colour: this.#painter.palette.css(colour),
        align,
      }
    }
    // A formula is seen while its words are written below.
    const colour = this.#painter.palette.css(0)
    const below = { x: box.x, y: box.y + box.height + gap, ...sourceField }
    return { box: below, size: 15, colour, align: 'start', source: true }
  }
}

/** With other words; where it began, it stays. */
export function rewritten({ shape, placement, bounds }: Drawable, record: ObjectRecord): Drawable {
  const next = shape.bounds(record)
  return { shape, record, placement: rebased(placement, bounds, next), bounds: next }
}

function boxOf(figure: Figure | undefined) {
  return figure === undefined || figure.kind === 'path' ? null : figure.box
}

/** The letters stand in the field, so the object is drawn without them. */
function bare(drawn: Drawable): Drawable {
  const { shape } = drawn
  const figures = (record: ObjectRecord) =>
    shape.figures(record).filter(({ kind }) => kind !== 'text')
  return { ...drawn, shape: { ...shape, figures }, record: { ...drawn.record } }
}
