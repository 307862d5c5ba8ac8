// Objects as text for the clipboard and back. What comes from a clipboard is judged like what comes from a
// stranger: only whole, valid records are taken.
import { checkPlacement } from '../../../../shared/board/check.ts'
import { around } from '../../../../shared/board/geometry.ts'
import { moved } from '../../../../shared/board/placement.ts'
import {
  boardLimits,
  type ObjectId,
  type ObjectRecord,
  type Placement,
} from '../../../../shared/board/record.ts'
import type { Box, Point } from '../../../../shared/board/shape.ts'
import { checkRecord, shapeOf } from '../../../../shared/board/shapes/index.ts'
import { boxOfObject, inOrder, type PlacedObject } from '../../../../shared/board/placed.ts'
import { newObjectId } from './edits.ts'

/** Of the clipboard's own kind, which other programs pass over. */
export const clipType = 'application/x-lyceum-board'

const format = 'lyceum-objects'
const mostLetters = 16 * 1024 * 1024

export function clipOf(objects: readonly PlacedObject[]): string {
  const plain = objects.map(({ id, record, placement }) => ({
    id,
    record: bare(record),
    placement,
  }))
  return JSON.stringify({ format, version: 1, objects: plain }, (_, value: unknown) =>
    value instanceof Uint8Array ? { base64: toBase64(value) } : value,
  )
}

/** Texts of all that has one, for other programs. */
export function textOf(objects: readonly PlacedObject[]): string {
  const texts = objects.map(({ record }) => shapeOf(record)?.text?.(record) ?? '')
  return texts.filter((text) => text.trim() !== '').join('\n\n')
}

/** Null for what is no clip. */
export function parseClip(text: string): PlacedObject[] | null {
  if (text.length > mostLetters) return null
  try {
    const value: unknown = JSON.parse(text, (_, part: unknown) =>
      isBase64(part) ? fromBase64(part.base64) : part,
    )
    if (!isClip(value)) return null
    return value.objects.slice(0, boardLimits.objects).flatMap(parseObject)
  } catch {
    // Not JSON, or not base64 in it.
    return null
  }
}

/** With ids of their own, tied and grouped among themselves, above everything, moved. */
export function renewed(objects: readonly PlacedObject[], by: Point, top: number): PlacedObject[] {
  const ids = new Map(objects.map(({ id }) => [id, newObjectId()]))
  const groups = new Map<ObjectId, ObjectId>()
  const groupOf = (group: ObjectId) => {
    const known = groups.get(group) ?? newObjectId()
    groups.set(group, known)
    return known
  }
  return inOrder(objects).map(({ id, record, placement }, at) => {
    const shape = shapeOf(record)
    const tied = shape?.ties?.renamed(record, (other) => ids.get(other) ?? null) ?? record
    const { z: _z, lock: _lock, g, ...place } = moved(placement, by)
    return {
      id: ids.get(id) ?? newObjectId(),
      record: { ...bare(tied), z: Math.floor(top) + at + 1 },
      placement: { ...place, ...(g !== undefined && { g: groupOf(g) }) },
    }
  })
}

export function boxOfAll(objects: readonly PlacedObject[]): Box | null {
  return around(objects.flatMap((object) => boxOfObject(object) ?? []))
}

/** Whose copy it is says the one who makes it. */
function bare({ by: _by, ...record }: ObjectRecord): ObjectRecord {
  return record
}

function parseObject(value: unknown): PlacedObject[] {
  if (typeof value !== 'object' || value === null) return []
  const { id, record, placement } = value as Partial<Record<string, unknown>>
  const checked = checkRecord(record)
  if (typeof id !== 'string' || !('record' in checked)) return []
  const place = placement === null || placement === undefined ? null : checkPlacement(placement)
  const kept: Placement | null = place !== null && 'placement' in place ? place.placement : null
  return [{ id, record: checked.record, placement: kept }]
}

function isClip(value: unknown): value is { objects: unknown[] } {
  if (typeof value !== 'object' || value === null) return false
  const { format: named, objects } = value as Partial<Record<string, unknown>>
  return named === format && Array.isArray(objects)
}

function isBase64(value: unknown): value is { base64: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { base64?: unknown }).base64 === 'string'
  )
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}
