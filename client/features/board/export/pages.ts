// What an export is given: the pages of a board with all that lies on them, and where their pictures come
// from. It knows no room, no network and no canvas of the board.
import type { FileId } from '../../../../shared/ids.ts'
import { around } from '../../../../shared/board/geometry.ts'
import type { PlacedObject } from '../../../../shared/board/placed.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import { boxOfAll } from '../../../../shared/board/svg.ts'

export interface PictureBytes {
  readonly bytes: Uint8Array
  /** As `image/png`. */
  readonly type: string
}

/** A page of a PDF, or a picture, which has one. */
export interface ExportSlide extends PictureBytes {
  /** From 1. */
  readonly page: number
}

export type ExportBackground =
  | { readonly kind: 'plain' | 'grid' | 'lines' }
  | { readonly kind: 'slide'; readonly slide: ExportSlide; readonly box: Box }

export interface ExportPage {
  readonly objects: readonly PlacedObject[]
  readonly background: ExportBackground
}

export interface ExportPorts {
  /** A file of the class; null when it cannot be had, and its frame is shown. */
  readonly picture: (file: FileId) => Promise<PictureBytes | null>
  /** A slide as a PNG so many pixels wide; null when it cannot be drawn. */
  readonly slidePng: (slide: ExportSlide, width: number) => Promise<Uint8Array | null>
}

/** Of a page on which nothing lies. */
const emptyBox: Box = { x: 0, y: 0, width: 1280, height: 720 }

/** What of a page is exported: its slide and all objects, or a sheet when there is neither. */
export function exportBox({ objects, background }: ExportPage): Box {
  const all = boxOfAll(objects)
  if (background.kind !== 'slide') return all ?? emptyBox
  const own = boxOfAll(objects, 0)
  return around(own === null ? [background.box] : [background.box, own]) ?? emptyBox
}

/** The files that the objects of a page name, each once. */
export function filesOn(objects: readonly PlacedObject[]): FileId[] {
  const files = objects.flatMap(({ record }) => {
    const figures = record.t === 'image' ? (shapeOf(record)?.figures(record) ?? []) : []
    return figures.flatMap((figure) => (figure.kind === 'image' ? [figure.file] : []))
  })
  return [...new Set(files)]
}
