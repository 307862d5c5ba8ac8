// A page of handwriting as it would lie on a server, and what its bytes come to.
import * as Y from 'yjs'
import { encodeInk, encodeInkPoints } from '../../../shared/board/inkBytes.ts'
import { maps, type ObjectRecord } from '../../../shared/board/record.ts'
import type { InkPoint } from '../../../shared/board/shape.ts'
import { pen } from '../../../shared/board/shapes/pen.ts'

export interface BoardBytes {
  /** The whole page as one update. */
  readonly document: Uint8Array
  readonly points: number
  readonly storedPerPoint: number
  /** As each stroke is sent when the pen goes up. */
  readonly sentPerPoint: number
}

const style = { colour: 0, width: 2, fill: 0 } as const

/** Each stroke in a transaction of its own, as a hand commits them. */
export function boardOf(strokes: readonly InkPoint[][]): BoardBytes {
  const doc = new Y.Doc()
  const objects = doc.getMap<ObjectRecord>(maps.objects)
  let sent = 0
  let points = 0
  doc.on('update', (update: Uint8Array) => {
    sent += update.length
  })
  for (const [at, stroke] of strokes.entries()) {
    const made = pen.make({ points: stroke, constrained: false }, style)
    if (made === null) continue
    points += stroke.length
    objects.set(idOf(at), { ...made, t: pen.type, z: at + 1 })
  }
  const document = Y.encodeStateAsUpdate(doc)
  const storedPerPoint = document.length / points
  return { document, points, storedPerPoint, sentPerPoint: sent / points }
}

/** Two points in a message: a stylus of 120 readings a second, sent at 60. */
export function liveBytesPerPoint(strokes: readonly InkPoint[][]): number {
  let bytes = 0
  let points = 0
  for (const [at, stroke] of strokes.entries()) {
    bytes += encodeInk({ kind: 'begin', id: idOf(at), shape: pen.type, style }).length
    for (let from = 0; from < stroke.length; from += 2)
      for (const message of encodeInkPoints(stroke.slice(from, from + 2))) bytes += message.length
    bytes += encodeInk({ kind: 'end' }).length
    points += stroke.length
  }
  return bytes / points
}

function idOf(at: number): string {
  return at.toString(36).padStart(10, 'o')
}
