// What a browser says of a pointer, as readings on the board: all it went through since it was told of last,
// and where the browser expects it next. Browsers that tell neither tell where it is.
import type { Camera } from './camera.ts'
import type { Foreseen, Sample } from './desk.ts'
import type { Point } from '../../../../shared/board/shape.ts'

/** Safari tells of these from 18.2 on. */
const finer = (event: PointerEvent): readonly PointerEvent[] =>
  'getCoalescedEvents' in event ? event.getCoalescedEvents() : []
const expected = (event: PointerEvent): readonly PointerEvent[] =>
  'getPredictedEvents' in event ? event.getPredictedEvents() : []

export class Samples {
  readonly #host: HTMLElement
  readonly #camera: Camera

  constructor(host: HTMLElement, camera: Camera) {
    this.#host = host
    this.#camera = camera
  }

  /** Oldest first; at least the event itself. */
  since(event: PointerEvent): Sample[] {
    const all = finer(event)
    return (all.length === 0 ? [event] : all).map((one) => this.of(one))
  }

  ahead(event: PointerEvent): Foreseen | null {
    const all = expected(event)
    const last = all.at(-1)
    if (last === undefined) return null
    return { points: all.map((one) => this.of(one).at), until: last.timeStamp }
  }

  of(event: PointerEvent): Sample {
    const screen = this.screen(event)
    const { x, y } = this.#camera.toBoard(screen)
    const { pointerType: type, pressure, shiftKey, altKey, ctrlKey, metaKey } = event
    return {
      screen,
      at: type === 'pen' && pressure > 0 ? { x, y, pressure } : { x, y },
      shift: shiftKey,
      alt: altKey,
      command: ctrlKey || metaKey,
      device: type === 'pen' || type === 'touch' ? type : 'mouse',
    }
  }

  screen({ clientX, clientY }: { clientX: number; clientY: number }): Point {
    const { left, top } = this.#host.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }
}
