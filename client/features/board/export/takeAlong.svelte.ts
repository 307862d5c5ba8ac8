// Downloads of a board, one at a time: which is being made, and whether the last one failed.
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

export const downloads = ['png', 'svg', 'pdf', 'file'] as const
export type Download = (typeof downloads)[number]

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

export class TakeAlong {
  pending = $state<Download | null>(null)
  outcome = $state<'saved' | 'failed' | null>(null)
  readonly #save: typeof saveAs

  constructor(save = saveAs) {
    this.#save = save
  }

  async take(download: Download, source: BoardSource): Promise<void> {
    if (this.pending !== null) return
    this.pending = download
    this.outcome = null
    // Whatever goes wrong with somebody's picture or PDF, the dialog says so and goes on.
    const blob = await made(download, source).catch(() => null)
    if (blob !== null) this.#save(blob, fileName(source.title, endings[download]))
    this.outcome = blob === null ? 'failed' : 'saved'
    this.pending = null
  }
}

async function made(download: Download, source: BoardSource): Promise<Blob | null> {
  const { title, ports } = source
  switch (download) {
    case 'png':
      return exportPng(await source.page(), ports)
    case 'svg':
      return exportSvg(await source.page(), ports)
    case 'pdf':
      return exportPdf(title, await source.pages(), ports)
    case 'file':
      return exportBoard(title, await source.ownPages(), ports)
  }
}
