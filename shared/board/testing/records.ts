// One record of every shape, made as a hand makes them; and hostile ones.
import { newId } from '../../ids.ts'
import type { ObjectId, ObjectRecord } from '../record.ts'
import type { Gesture, Style } from '../shape.ts'
import { shapes } from '../shapes/index.ts'
import { handwriting } from './handwriting.ts'

export const someStyle: Style = { colour: 3, width: 2, fill: 1 }

export function gestureAt(x: number, y: number): Gesture {
  const points = [
    { x, y },
    { x: x + 80, y: y + 10 },
    { x: x + 120, y: y + 90 },
  ]
  return { points, constrained: false }
}

let made = 0

export function anId(): ObjectId {
  made += 1
  return made.toString(36).padStart(10, '0')
}

/** One of each shape, side by side. */
export function someRecords(): ObjectRecord[] {
  return shapes.map((shape, at): ObjectRecord => {
    const head = { t: shape.type, z: at }
    if (shape.type === 'image') return { ...head, b: [0, 0, 320, 200], i: newId() } as ObjectRecord
    const inked = { points: handwriting(at, 1)[0] ?? [], constrained: false }
    const fields = shape.make(shape.gesture === 'ink' ? inked : gestureAt(150 * at, 40), someStyle)
    const record: ObjectRecord = { ...fields, ...head }
    return shape.withText?.(record, 'x_1^2 <b>&"\'—é 漢字 שלום 👩‍👩‍👧') ?? record
  })
}
