// What other people do at this moment: their cursors with names, the ink they are drawing, their lasers, and
// what they drag.
import { decodeInk, laserInk, type InkMessage } from '../../../../shared/board/inkBytes.ts'
import { decodeMove } from '../../../../shared/board/moveBytes.ts'
import { holdsPoint, type Matrix } from '../../../../shared/board/geometry.ts'
import type { ParticipantId } from '../../../../shared/ids.ts'
import { decodePlace } from '../../../../shared/board/placeBytes.ts'
import type { InkPoint, Point, Box } from '../../../../shared/board/shape.ts'
import { boardLimits, type ObjectId } from '../../../../shared/board/record.ts'
import type { Camera } from './camera.ts'
import type { ObjectKey, RemotePerson } from './contract.ts'
import { drawCursor } from './cursors.ts'
import { Dragged, type DraggedParts } from './dragged.ts'
import { LaserTrail } from './laser.ts'
import type { Painter } from './painter.ts'
import type { ShapeOf } from './scene.ts'
import { WetInk } from './wet.ts'

/** Finished ink whose record has not come by then is given up, in ms. */
const patience = 10_000
/** A cursor that has not moved for so long is not drawn. */
const cursorLife = 60_000
/** Unfinished strokes of one person. */
const mostStrokes = 8

interface Stroke {
  readonly ink: WetInk
  endedAt: number | null
}

interface Guest {
  readonly person: RemotePerson
  pointer: Point | null
  movedAt: number
  strokes: Stroke[]
  readonly laser: LaserTrail
  lasering: boolean
  readonly dragged: Dragged
  /** Where the cursor with its name stands on the screen; null when it is not shown. */
  cursor: Box | null
}

export interface RemoteScreen {
  readonly context: CanvasRenderingContext2D
  readonly camera: Camera
  readonly painter: Painter
  /** From the board to the canvas's pixels, and from CSS pixels to them. */
  readonly page: Matrix
  readonly screen: Matrix
  readonly now: number
}

export interface RemoteParts {
  readonly shapeOf: ShapeOf
  readonly drag: DraggedParts
  readonly ask: () => void
}

export class Remote {
  readonly #guests = new Map<ParticipantId, Guest>()
  readonly #shapeOf: ShapeOf
  readonly #drag: DraggedParts
  readonly #ask: () => void

  constructor({ shapeOf, drag, ask }: RemoteParts) {
    this.#shapeOf = shapeOf
    this.#drag = drag
    this.#ask = ask
  }

  /** Whether an object is in somebody's hand, and so not on the page. */
  holds(key: ObjectKey): boolean {
    for (const { dragged } of this.#guests.values()) if (dragged.holds(key)) return true
    return false
  }

  /** What they see, when they share it. */
  place(person: RemotePerson, bytes: Uint8Array, now: number): Box | null {
    const place = decodePlace(bytes)
    if (place === null) return null
    const guest = this.#guest(person)
    const { pointer } = guest
    // It is said again and again where they are.
    if (pointer?.x !== place.pointer?.x || pointer?.y !== place.pointer?.y) guest.movedAt = now
    guest.pointer = place.pointer
    this.#ask()
    return place.view
  }

  ink(person: RemotePerson, bytes: Uint8Array, now: number): void {
    const message = decodeInk(bytes)
    if (message === null) return
    const guest = this.#guest(person)
    this.#ask()
    switch (message.kind) {
      case 'begin':
        this.#begin(guest, message)
        break
      case 'points':
        this.#points(guest, message.points, now)
        break
      case 'end':
        guest.laser.lift()
        for (const stroke of guest.strokes) stroke.endedAt ??= now
        break
      case 'abort':
        guest.laser.lift()
        guest.strokes = guest.strokes.filter(({ endedAt }) => endedAt !== null)
    }
  }

  move(person: RemotePerson, bytes: Uint8Array, now: number): void {
    const message = decodeMove(bytes)
    if (message === null) return
    this.#guest(person).dragged.hear(message, now)
    this.#ask()
  }

  gone(person: ParticipantId): void {
    this.#guests.get(person)?.dragged.back()
    this.#guests.delete(person)
    this.#ask()
  }

  /** What lies on the board now is not drawn twice. */
  landed(ids: ReadonlySet<ObjectId>): void {
    for (const guest of this.#guests.values()) {
      guest.strokes = guest.strokes.filter(({ ink }) => !ids.has(ink.id))
      guest.dragged.landed(ids)
    }
  }

  /** The page shows all that is on it. */
  settled(): void {
    for (const { dragged } of this.#guests.values()) dragged.settled()
  }

  /** True while something fades or waits. */
  draw(screen: RemoteScreen): boolean {
    const { context, page, painter, now } = screen
    let moving = false
    for (const guest of this.#guests.values()) {
      guest.strokes = guest.strokes.filter(
        ({ endedAt }) => endedAt === null || now - endedAt < patience,
      )
      guest.dragged.draw(context, { painter, page, now })
      for (const { ink } of guest.strokes) ink.draw(screen)
    }
    const { a, b, c, d, e, f } = screen.screen
    context.setTransform(a, b, c, d, e, f)
    for (const guest of this.#guests.values()) {
      moving = guest.laser.draw(context, screen.camera, now) || moving
      const { pointer, person } = guest
      guest.cursor =
        pointer === null || now - guest.movedAt >= cursorLife
          ? null
          : drawCursor(context, { at: screen.camera.toScreen(pointer), ...person, painter })
    }
    return moving
  }

  /** Whose cursor or name is there on the screen. */
  personAt(at: Point): RemotePerson | null {
    for (const { cursor, person } of this.#guests.values())
      if (cursor !== null && holdsPoint(cursor, at)) return person
    return null
  }

  #begin(guest: Guest, { id, shape: type, style }: InkMessage & { kind: 'begin' }): void {
    guest.lasering = type === laserInk
    if (guest.lasering) return
    const shape = this.#shapeOf({ t: type, z: 0 })
    if (shape?.gesture !== 'ink') return
    guest.strokes = [
      ...guest.strokes.slice(1 - mostStrokes),
      { ink: new WetInk({ id, shape, style }), endedAt: null },
    ]
  }

  #points(guest: Guest, points: readonly InkPoint[], now: number): void {
    const last = points.at(-1)
    if (last !== undefined) {
      guest.pointer = { x: last.x, y: last.y }
      guest.movedAt = now
    }
    if (guest.lasering) guest.laser.add(points, now)
    else {
      const stroke = guest.strokes.at(-1)
      const free = boardLimits.pointsPerStroke - (stroke?.ink.points.length ?? 0)
      if (stroke?.endedAt === null) stroke.ink.points.push(...points.slice(0, free))
    }
  }

  #guest(person: RemotePerson): Guest {
    const known = this.#guests.get(person.id)
    if (known !== undefined) return known
    const laser = new LaserTrail()
    const dragged = new Dragged(this.#drag)
    const still = { pointer: null, movedAt: 0, strokes: [], lasering: false, cursor: null }
    const guest: Guest = { person, ...still, laser, dragged }
    this.#guests.set(person.id, guest)
    return guest
  }
}
