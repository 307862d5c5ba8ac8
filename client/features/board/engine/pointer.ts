// Pointers as the browser tells them, made into one gesture at a time: drawing with the tool, or moving the
// board. A pen beats fingers: once one has touched the board, fingers only move it.
import type { Point } from '../../../../shared/board/shape.ts'
import type { Camera } from './camera.ts'
import type { Foreseen, Sample } from './desk.ts'
import { Samples } from './samples.ts'

export interface PointerTarget {
  readonly hover: (sample: Sample) => void
  readonly down: (sample: Sample) => void
  readonly move: (samples: readonly Sample[]) => void
  readonly foresee: (ahead: Foreseen) => void
  readonly up: (sample: Sample) => void
  readonly cancel: () => void
  readonly doubleClick: (sample: Sample) => void
  readonly left: () => void
  /** The board was moved by hand. */
  readonly moved: () => void
  /** Whether a pointer would move the board, does so, or neither. */
  readonly grips: (how: 'open' | 'closed' | null) => void
  /** A pen is used for the first time: fingers no longer draw. */
  readonly penSeen: () => void
  /** The other end of a pen, for as long as it is used. */
  readonly erasing: (on: boolean) => void
}

/** A palm is broader than a fingertip, in CSS pixels. */
const palm = 60
/** Of the wheel, where the browser counts lines or pages. */
const wheelLine = 32
const doubleClickMs = 350
/** How far apart its clicks may be, in CSS pixels. */
const doubleClickWay = { mouse: 6, pen: 10, touch: 24 } as const
const eraserButton = 32

type Gesture =
  | { readonly kind: 'tool' | 'pan'; readonly pointer: number; last: Point }
  | { readonly kind: 'pinch'; readonly points: Map<number, Point> }

export class Pointers {
  readonly #host: HTMLElement
  readonly #camera: Camera
  readonly #target: PointerTarget
  readonly #samples: Samples
  readonly #stop = new AbortController()
  #gesture: Gesture | null = null
  readonly #touches = new Map<number, Point>()
  #lastClick: { at: Point; time: number } | null = null
  #spaceHeld = false
  /** A pen hovers or draws, and so whatever else touches the board is the hand that holds it. */
  #penNear = false
  fingersDraw = true
  /** Now or on a page before. */
  penSeen = false

  constructor(host: HTMLElement, camera: Camera, target: PointerTarget) {
    this.#host = host
    this.#camera = camera
    this.#target = target
    this.#samples = new Samples(host, camera)
    this.#listen()
  }

  get busy(): boolean {
    return this.#gesture !== null
  }

  /** While the space bar is held, any pointer moves the board. */
  set spaceHeld(held: boolean) {
    if (held === this.#spaceHeld) return
    this.#spaceHeld = held
    if (this.#gesture === null) this.#target.grips(held ? 'open' : null)
  }

  close(): void {
    this.#stop.abort()
  }

  #listen(): void {
    const { signal } = this.#stop
    const on = <Type extends keyof HTMLElementEventMap>(
      type: Type,
      heard: (event: HTMLElementEventMap[Type]) => void,
    ) => {
      this.#host.addEventListener(type, heard, { signal, passive: false })
    }
    on('pointerdown', (event) => {
      this.#down(event)
    })
    on('pointermove', (event) => {
      this.#move(event)
    })
    on('pointerup', (event) => {
      this.#up(event)
    })
    on('pointercancel', (event) => {
      this.#lost(event)
    })
    // Where a browser takes a pointer away without a word, as when a dialog comes up.
    on('lostpointercapture', (event) => {
      if (event.target === this.#host) this.#lost(event)
    })
    on('pointerleave', (event) => {
      this.#leave(event)
    })
    on('wheel', (event) => {
      this.#wheel(event)
    })
    // A long press with a pen or a finger is no menu.
    on('contextmenu', (event) => {
      if (this.#gesture !== null || event.pointerType === 'touch') event.preventDefault()
    })
  }

  #down(event: PointerEvent): void {
    if (event.target !== this.#host && (event.target as Element).closest('canvas') === null) return
    const screen = this.#samples.screen(event)
    if (event.pointerType === 'pen') this.#pen()
    if (event.pointerType === 'touch') {
      if (this.#isPalm(event)) return
      // The first finger: no other can be there.
      if (event.isPrimary) this.#forgetTouches()
      this.#touches.set(event.pointerId, screen)
      if (this.#touches.size === 2) {
        this.#pinch()
        return
      }
    }
    if (this.#gesture !== null) return
    this.#capture(event.pointerId)
    const kind = this.#kindOf(event)
    if (kind === null) return
    this.#gesture = { kind, pointer: event.pointerId, last: screen }
    if (kind === 'pan') {
      this.#target.grips('closed')
      return
    }
    if ((event.buttons & eraserButton) !== 0) this.#target.erasing(true)
    this.#target.down(this.#samples.of(event))
  }

  #forgetTouches(): void {
    this.#touches.clear()
    if (this.#gesture?.kind === 'pinch') this.#gesture = null
  }

  /** Fingers that lie on the board when a pen comes are a hand that rests. */
  #pen(): void {
    if (!this.penSeen) this.#target.penSeen()
    this.penSeen = true
    this.#penNear = true
    this.#touches.clear()
    if (this.#gesture === null) return
    if (this.#gesture.kind === 'tool') this.#target.cancel()
    this.#gesture = null
  }

  #isPalm({ width, height }: PointerEvent): boolean {
    const drawing = this.#gesture?.kind === 'tool' && this.#touches.size === 0
    return drawing || this.#penNear || (!this.fingersDraw && Math.max(width, height) > palm)
  }

  #kindOf({ button, pointerType }: PointerEvent): 'tool' | 'pan' | null {
    if (button === 1 || this.#spaceHeld) return 'pan'
    if (pointerType === 'touch' && !this.fingersDraw) return 'pan'
    return button === 0 || button === 5 ? 'tool' : null
  }

  #move(event: PointerEvent): void {
    const screen = this.#samples.screen(event)
    if (event.pointerType === 'pen') this.#penNear = true
    if (this.#touches.has(event.pointerId)) this.#touches.set(event.pointerId, screen)
    const gesture = this.#gesture
    if (gesture === null) {
      // A finger hovers nowhere: it is a palm, or what is left of two fingers.
      if (event.pointerType !== 'touch' && !this.#spaceHeld)
        this.#target.hover(this.#samples.of(event))
    } else if (gesture.kind === 'pinch') this.#spread(gesture, event.pointerId, screen)
    else if (gesture.pointer === event.pointerId) {
      if (gesture.kind === 'tool') this.#moveTool(event)
      else {
        this.#camera.panBy({ x: screen.x - gesture.last.x, y: screen.y - gesture.last.y })
        this.#target.moved()
      }
      gesture.last = screen
    }
  }

  #moveTool(event: PointerEvent): void {
    this.#target.move(this.#samples.since(event))
    const ahead = this.#samples.ahead(event)
    if (ahead !== null) this.#target.foresee(ahead)
  }

  #leave({ pointerId, pointerType }: PointerEvent): void {
    if (pointerType === 'pen') this.#penNear = false
    const gesture = this.#gesture
    if (gesture === null || (gesture.kind !== 'pinch' && gesture.pointer === pointerId))
      this.#target.left()
  }

  #up(event: PointerEvent): void {
    this.#touches.delete(event.pointerId)
    const gesture = this.#gesture
    if (gesture === null) return
    if (gesture.kind === 'pinch') {
      this.#lift(gesture, event.pointerId)
      return
    }
    if (gesture.pointer !== event.pointerId) return
    this.#gesture = null
    if (gesture.kind !== 'tool') {
      this.#target.grips(this.#spaceHeld ? 'open' : null)
      return
    }
    const sample = this.#samples.of(event)
    this.#target.up(sample)
    this.#target.erasing(false)
    this.#countClicks(sample)
  }

  #lost(event: PointerEvent): void {
    this.#touches.delete(event.pointerId)
    const gesture = this.#gesture
    if (gesture === null) return
    if (gesture.kind === 'pinch') this.#lift(gesture, event.pointerId)
    else if (gesture.pointer === event.pointerId) {
      this.#gesture = null
      if (gesture.kind === 'tool') this.#target.cancel()
      else this.#target.grips(null)
      this.#target.erasing(false)
    }
  }

  /** The second finger says that the first did not mean to draw. */
  #pinch(): void {
    if (this.#gesture?.kind === 'tool') this.#target.cancel()
    this.#gesture = { kind: 'pinch', points: new Map(this.#touches) }
  }

  /** What one finger does after the other has left means nothing. */
  #lift({ points }: Gesture & { kind: 'pinch' }, pointer: number): void {
    points.delete(pointer)
    if (this.#touches.size === 0) this.#gesture = null
  }

  #spread({ points }: Gesture & { kind: 'pinch' }, pointer: number, to: Point): void {
    const from = points.get(pointer)
    const other = [...points].find(([id]) => id !== pointer)?.[1]
    if (from === undefined || other === undefined) return
    const length = (point: Point) => Math.hypot(point.x - other.x, point.y - other.y)
    const middle = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 }
    this.#camera.panBy({ x: (to.x - from.x) / 2, y: (to.y - from.y) / 2 })
    if (length(from) > 1) this.#camera.zoomAt(middle, length(to) / length(from))
    points.set(pointer, to)
    this.#target.moved()
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : wheelLine
    const [x, y] = [event.deltaX * unit, event.deltaY * unit]
    if (event.ctrlKey || event.metaKey) {
      // Trackpads say a pinch as a wheel with Ctrl.
      this.#camera.zoomAt(
        this.#samples.screen(event),
        Math.exp(-Math.max(-60, Math.min(60, y)) / 150),
      )
    } else if (event.shiftKey && x === 0) this.#camera.panBy({ x: -y, y: 0 })
    else this.#camera.panBy({ x: -x, y: -y })
    this.#target.moved()
  }

  #countClicks(sample: Sample): void {
    const before = this.#lastClick
    const time = performance.now()
    const { x, y } = sample.screen
    const twice =
      before !== null &&
      time - before.time < doubleClickMs &&
      Math.hypot(before.at.x - x, before.at.y - y) < doubleClickWay[sample.device]
    this.#lastClick = twice ? null : { at: sample.screen, time }
    if (twice) this.#target.doubleClick(sample)
  }

  /** A pointer that is gone already, or was never real, cannot be held. */
  #capture(pointer: number): void {
    try {
      this.#host.setPointerCapture(pointer)
    } catch {
      // Its moves over the host are heard all the same.
    }
  }
}
