// Makes a page of its own out of what lies over a shared screen: the ink, on a still picture of the screen.
import type { OnPage } from '../../../shared/board/rights.ts'
import { LyceumError } from '../../../shared/errors.ts'
import type { BoardFiles } from './boardFiles.ts'
import type { Boards } from './boards.svelte.ts'

export interface KeepParts {
  readonly boards: Boards
  readonly files: BoardFiles
}

const quality = 0.92

function pictureOf(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', quality)
  })
}

/** Throws what refuses the picture; false when the page may not be made. */
export async function keepScreen(
  { boards, files }: KeepParts,
  on: OnPage,
  video: HTMLVideoElement,
): Promise<boolean> {
  const picture = await pictureOf(video)
  if (picture === null) throw new LyceumError('unavailable')
  const { id: file } = await files.send(new File([picture], 'screen.jpg', { type: picture.type }))
  return boards.copyPage(on, { kind: 'slide', file, page: 1 })
}
