// Downloads of a board, one at a time: which is being made, and whether the last one failed.
import { zipSync } from 'fflate'
import { boardFileType } from '../../../../shared/board/boardFile.ts'
import {
  exportBoard,
  exportPdf,
  exportPng,
  exportSvg,
  fileName,
  type OwnFilePorts,
  type OwnPage,
} from './exports.ts'
import type { ExportPage, ExportPorts } from './pages.ts'
import { saveAs } from './save.ts'
import { keepTemplate, templateProblem } from './templates.svelte.ts'

export const downloads = ['pdf', 'png', 'svg', 'file'] as const
export type Download = (typeof downloads)[number]

/** Of the board: its own file has all of it. */
export type Extent = 'page' | 'all'

/** Where the content of the board comes from, at the moment it is wanted. */
export interface BoardSource {
  readonly title: string
  readonly ports: ExportPorts & OwnFilePorts
  readonly page: () => Promise<ExportPage>
  readonly pages: () => Promise<readonly ExportPage[]>
  /** The same pages, with slides by their files. */
  readonly ownPages: () => Promise<readonly OwnPage[]>
}

const endings = { png: '.png', svg: '.svg', pdf: '.pdf', file: boardFileType.ending } as const

interface Made {
  readonly blob: Blob
  readonly ending: string
}

export class TakeAlong {
  pending = $state<Download | 'template' | null>(null)
  outcome = $state<'saved' | 'kept' | 'failed' | null>(null)
  /** Why it could not be kept. */
  refused = $state<string | null>(null)
  readonly #save: typeof saveAs
  readonly #keep: typeof keepTemplate

  constructor(save = saveAs, keep = keepTemplate) {
    this.#save = save
    this.#keep = keep
  }

  async take(download: Download, extent: Extent, source: BoardSource): Promise<void> {
    if (this.pending !== null) return
    this.pending = download
    this.outcome = null
    this.refused = null
    // Whatever goes wrong with somebody's picture or PDF, the dialog says so and goes on.
    const made = await make(download, extent, source).catch(() => null)
    if (made !== null) this.#save(made.blob, fileName(source.title, made.ending))
    this.outcome = made === null ? 'failed' : 'saved'
    this.pending = null
  }

  /** The whole board, for other classes. */
  async keep(source: BoardSource): Promise<void> {
    if (this.pending !== null) return
    this.pending = 'template'
    this.outcome = null
    this.refused = null
    try {
      const made = await make('file', 'all', source)
      if (made !== null) await this.#keep(source.title, made.blob)
      this.outcome = 'kept'
    } catch (error) {
      this.refused = templateProblem(error)
    }
    this.pending = null
  }
}

async function make(download: Download, extent: Extent, source: BoardSource): Promise<Made | null> {
  const { title, ports } = source
  const ending = endings[download]
  if (download === 'file')
    return { blob: await exportBoard(title, await source.ownPages(), ports), ending }
  const pages = extent === 'all' ? await source.pages() : [await source.page()]
  if (download === 'pdf') return { blob: await exportPdf(title, pages, ports), ending }
  const draw = download === 'png' ? exportPng : exportSvg
  const [only, ...more] = pages
  if (only === undefined) return null
  if (more.length > 0) return drawEach(source, { draw, ending, pages })
  const blob = await draw(only, ports)
  return blob === null ? null : { blob, ending }
}

interface Drawing {
  readonly draw: (page: ExportPage, ports: ExportPorts) => Promise<Blob | null>
  readonly ending: string
  readonly pages: readonly ExportPage[]
}

/** A file per page, all in one. */
async function drawEach(
  { title, ports }: BoardSource,
  { draw, ending, pages }: Drawing,
): Promise<Made | null> {
  const parts: Record<string, Uint8Array> = {}
  for (const [at, page] of pages.entries()) {
    const blob = await draw(page, ports)
    if (blob === null) return null
    const number = String(at + 1).padStart(String(pages.length).length, '0')
    parts[fileName(`${title} ${number}`, ending)] = new Uint8Array(await blob.arrayBuffer())
  }
  // As they are: pictures do not become smaller.
  const whole = zipSync(parts, { level: 0 })
  const blob = new Blob([whole], { type: 'application/zip' })
  return { blob, ending: ` ${ending.slice(1).toUpperCase()}.zip` }
}
