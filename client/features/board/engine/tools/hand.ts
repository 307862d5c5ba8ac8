// Moves the board under the hand.
import type { Point } from '../../../../../shared/board/shape.ts'
import type { Desk, Sample, Tool } from '../desk.ts'

export class HandTool implements Tool {
  cursor = 'grab'
  readonly #desk: Desk
  #last: Point | null = null

  constructor(desk: Desk) {
    this.#desk = desk
  }

  down({ screen }: Sample): void {
    this.cursor = 'grabbing'
    this.#last = screen
  }

  move(samples: readonly Sample[]): void {
    const next = samples.at(-1)?.screen
    if (this.#last === null || next === undefined) return
    this.#desk.camera.panBy({ x: next.x - this.#last.x, y: next.y - this.#last.y })
    this.#last = next
    this.#desk.tell('wandered')
  }

  up(): void {
    this.cursor = 'grab'
    this.#last = null
  }

  cancel(): void {
    this.up()
  }
}
