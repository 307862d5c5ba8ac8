// Objects as text for the clipboard and back. What comes from a clipboard is judged like what comes from a
// stranger: only whole, valid records are taken.
import { boardFileType, readBoardFile, writeBoardFile } from '../../../../shared/board/boardFile.ts'
import { around } from '../../../../shared/board/geometry.ts'
import { boxOfObject, inOrder, type PlacedObject } from '../../../../shared/board/placed.ts'
import { moved } from '../../../../shared/board/placement.ts'
import type { ObjectId, ObjectRecord } from '../../../../shared/board/record.ts'
import type { Box, Point } from '../../../../shared/board/shape.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import { newObjectId } from './edits.ts'

/** The clipboard's kind for us, which other programs pass over; what it holds is a board's own file. */
export const clipType = boardFileType.mime

const mostLetters = 16 * 1024 * 1024

export function clipOf(objects: readonly PlacedObject[]): string {
  const bare = objects.map((object) => ({ ...object, record: unsigned(object.record) }))
  const page = { background: { kind: 'plain' }, objects: bare } as const
  return writeBoardFile({ title: '', pages: [page], files: [] })
}

/** Texts of all that has one, for other programs. */
export function textOf(objects: readonly PlacedObject[]): string {
  const texts = objects.map(({ record }) => shapeOf(record)?.text?.(record) ?? '')
  return texts.filter((text) => text.trim() !== '').join('\n\n')
}

/** Null for what is no clip. */
export function parseClip(text: string): PlacedObject[] | null {
  if (text.length > mostLetters) return null
  const read = readBoardFile(text)
  return 'board' in read ? read.board.pages.flatMap(({ objects }) => objects) : null
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
      record: { ...unsigned(tied), z: Math.floor(top) + at + 1 },
      placement: { ...place, ...(g !== undefined && { g: groupOf(g) }) },
    }
  })
}

export function boxOfAll(objects: readonly PlacedObject[]): Box | null {
  return around(objects.flatMap((object) => boxOfObject(object) ?? []))
}

/** Whose copy it is says the one who makes it. */
function unsigned({ by: _by, ...record }: ObjectRecord): ObjectRecord {
  return record
}
