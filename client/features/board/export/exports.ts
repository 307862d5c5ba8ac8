// Taking a board along: as pictures, as a PDF of all its pages, or as a file of its own; and reading such a
// file again. What is large (PDF, formulas) is loaded when it is asked for.
import type { FileId } from '../../../../shared/ids.ts'
import {
  boardFileType,
  readBoardFile,
  writeBoardFile,
  type BoardFile,
  type BoardFileProblem,
  type FileBackground,
  type FilePage,
  type FilePicture,
} from '../../../../shared/board/boardFile.ts'
import type { ObjectId } from '../../../../shared/board/record.ts'
import type { PlacedObject } from '../../../../shared/board/placed.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import { filesOn, type ExportPage, type ExportPorts, type PictureBytes } from './pages.ts'
import { figureSvg, pageSvg, svgToPng, type PictureOptions } from './svgFile.ts'

/** Device pixels to a unit of the board, so that ink is sharp on any screen. */
const pngScale = 2

export async function exportSvg(
  page: ExportPage,
  ports: ExportPorts,
  options?: PictureOptions,
): Promise<Blob> {
  const { svg } = await pageSvg(page, ports, options)
  return new Blob([svg], { type: 'image/svg+xml' })
}

/** Null when the browser cannot draw it. */
export async function exportPng(
  page: ExportPage,
  ports: ExportPorts,
  options?: PictureOptions,
): Promise<Blob | null> {
  return svgToPng(await pageSvg(page, ports, options), pngScale)
}

export async function exportPdf(
  title: string,
  pages: readonly ExportPage[],
  ports: ExportPorts,
): Promise<Blob> {
  const { boardPdf } = await import('./pdf.ts')
  const bytes = await boardPdf(title, pages, {
    ...ports,
    figurePng: async (figure, scale) => {
      if (figure.kind === 'path') return null
      const { width, height } = figure.box
      const svg = await figureSvg(figure, ports)
      const png = await svgToPng({ svg, width, height }, scale)
      return png === null ? null : new Uint8Array(await png.arrayBuffer())
    },
  })
  return new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' })
}

export interface OwnPage {
  readonly objects: readonly PlacedObject[]
  readonly background: FileBackground
}

export interface OwnFilePorts {
  /** A picture or a PDF of the class, with its name; null when it cannot be had. */
  readonly file: (file: FileId) => Promise<(PictureBytes & { readonly name: string }) | null>
}

/** The board's own file, with all that its pages name. */
export async function exportBoard(
  title: string,
  pages: readonly OwnPage[],
  ports: OwnFilePorts,
): Promise<Blob> {
  const named = pages.flatMap(({ objects, background }) => [
    ...filesOn(objects),
    ...(background.kind === 'slide' ? [background.file] : []),
  ])
  const files: FilePicture[] = []
  for (const id of new Set(named)) {
    const file = await ports.file(id)
    if (file !== null) files.push({ id, ...file })
  }
  return new Blob([writeBoardFile({ title, pages, files })], { type: boardFileType.mime })
}

export interface ImportPorts {
  /** Makes a file one of this class; null when it was refused. */
  readonly upload: (file: FilePicture) => Promise<FileId | null>
}

export interface ImportedBoard {
  readonly title: string
  readonly pages: readonly OwnPage[]
  /** Files that the class did not take; what named them is left out. */
  readonly missing: number
}

/** A file as somebody chose it, its pictures uploaded and its objects with ids of their own. */
export async function importBoard(
  file: Blob,
  ports: ImportPorts,
): Promise<{ board: ImportedBoard } | { problem: BoardFileProblem }> {
  const read = readBoardFile(await file.text())
  if ('problem' in read) return read
  const ids = new Map<FileId, FileId | null>()
  for (const one of read.board.files) ids.set(one.id, await ports.upload(one))
  return { board: renewed(read.board, (id) => ids.get(id) ?? null) }
}

/** The same board with new ids, and with the files of this class in place of its own. */
export function renewed(
  { title, pages }: Pick<BoardFile, 'title' | 'pages'>,
  fileOf: (id: FileId) => FileId | null,
): ImportedBoard {
  let missing = 0
  const taken = (id: FileId) => {
    const own = fileOf(id)
    if (own === null) missing += 1
    return own
  }
  const own = pages.map((page): FilePage => {
    const { background } = page
    const file = background.kind === 'slide' ? taken(background.file) : null
    const below: FileBackground =
      background.kind !== 'slide'
        ? background
        : file === null
          ? { kind: 'plain' }
          : { ...background, file }
    return { background: below, objects: renewedObjects(page.objects, taken) }
  })
  return { title, pages: own, missing }
}

/** Copies that lie where the originals do: new ids, ties and groups among themselves kept. */
export function renewedObjects(
  objects: readonly PlacedObject[],
  fileOf: (id: FileId) => FileId | null = (id) => id,
): PlacedObject[] {
  const ids = new Map(objects.map(({ id }) => [id, newObjectId()]))
  const groups = new Map<ObjectId, ObjectId>()
  return objects.flatMap(({ id, record, placement }) => {
    const shape = shapeOf(record)
    const own = ids.get(id)
    if (shape === null || own === undefined) return []
    const tied = shape.ties?.renamed(record, (other) => ids.get(other) ?? null) ?? record
    const [file] = filesOn([{ id, record, placement }])
    const fileHere = file === undefined ? undefined : fileOf(file)
    if (fileHere === null) return []
    const { by: _by, ...rest } = tied
    const here = fileHere === undefined ? rest : { ...rest, i: fileHere }
    return [{ id: own, record: here, placement: regrouped(placement, groups) }]
  })
}

function regrouped(
  placement: PlacedObject['placement'],
  groups: Map<ObjectId, ObjectId>,
): PlacedObject['placement'] {
  if (placement?.g === undefined) return placement
  const group = groups.get(placement.g) ?? newObjectId()
  groups.set(placement.g, group)
  return { ...placement, g: group }
}

/** Unique within a layer. */
function newObjectId(): ObjectId {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return Array.from(bytes, (byte) => letters[byte & 63] ?? '-').join('')
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** A name for the download, without what file systems refuse. */
export function fileName(title: string, ending: string): string {
  const plain = title
    .replace(/[\p{C}<>:"/\\|?*]+/gu, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .replace(/\s+/g, ' ')
    .slice(0, 80)
  return `${plain === '' ? 'board' : plain}${ending}`
}
