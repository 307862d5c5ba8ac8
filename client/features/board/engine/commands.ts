// What buttons and keys can do with the view and with one's own past, each with when it would do anything;
// what is done to objects, and what is fitted to the screen, comes with the kit.
import { around, middleOf } from '../../../../shared/board/geometry.ts'
import type { Point, Style } from '../../../../shared/board/shape.ts'
import { fitted, zoomed } from './camera.ts'
import type { BoardCommand } from './contract.ts'
import type { Desk } from './desk.ts'
import type { SceneObject } from './scene.ts'

export interface Command {
  readonly can: () => boolean
  readonly run: () => void
}

/** What can be done to what is selected. */
export interface ObjectActs {
  command(name: BoardCommand): Command | null
  move(by: Point): void
  scale(by: number): void
  turn(by: number): void
  restyle(style: Partial<Style>): void
}

const zoomStep = 1.4

export class Commands {
  readonly #desk: Desk
  readonly #acts: () => ObjectActs | null
  readonly #table: Readonly<Partial<Record<BoardCommand, Command>>>

  /** `acts` are null until they have been fetched. */
  constructor(desk: Desk, acts: () => ObjectActs | null) {
    this.#desk = desk
    this.#acts = acts
    this.#table = { ...this.#history(), ...this.#views() }
  }

  can(command: BoardCommand): boolean {
    return this.#command(command)?.can() ?? false
  }

  run(command: BoardCommand): void {
    const found = this.#command(command)
    if (found?.can() === true) found.run()
  }

  get acts(): ObjectActs | null {
    return this.#acts()
  }

  #command(command: BoardCommand): Command | null {
    return this.#table[command] ?? this.#acts()?.command(command) ?? null
  }

  #history(): Record<'undo' | 'redo', Command> {
    const { edits } = this.#desk
    return {
      undo: {
        can: () => edits.canUndo,
        run: () => {
          edits.undo()
        },
      },
      redo: {
        can: () => edits.canRedo,
        run: () => {
          edits.redo()
        },
      },
    }
  }

  #views() {
    const { camera, now } = this.#desk
    const always = () => true
    const zoomBy = (zoom: () => number) => () => {
      const { width, height } = camera.size
      camera.glideTo(zoomed(camera.goal, { x: width / 2, y: height / 2 }, zoom()), now())
      this.#desk.tell('wandered')
    }
    return {
      zoomIn: { can: always, run: zoomBy(() => camera.goal.zoom * zoomStep) },
      zoomOut: { can: always, run: zoomBy(() => camera.goal.zoom / zoomStep) },
      zoomReset: { can: always, run: zoomBy(() => 1) },
    }
  }
}

/** Into view, when it is not. */
export function reveal(
  { camera, now }: Pick<Desk, 'camera' | 'now'>,
  objects: readonly SceneObject[],
): void {
  const box = around(objects.map((object) => object.box))
  if (box === null) return
  const { x, y, width, height } = camera.view.box
  const middle = middleOf(box)
  const seen = middle.x > x && middle.y > y && middle.x < x + width && middle.y < y + height
  if (!seen) camera.glideTo(fitted(box, camera.free, camera.zoom), now())
}
