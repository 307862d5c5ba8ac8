// Makes a page of its own out of what lies over a shared screen: the ink, on a still picture of the screen.
import type { OnPage } from '../../../shared/board/rights.ts'
import { boardIn } from '../../../shared/room/boards.model.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { BoardFiles } from './boardFiles.ts'
import type { Boards } from './boards.svelte.ts'

export interface KeepParts {
  readonly room: Room
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

/** Throws what refuses the picture; false when there is none, or the page may not be made. */
export async function keepScreen(
  { room, boards, files }: KeepParts,
  on: OnPage,
  video: HTMLVideoElement,
): Promise<boolean> {
  const picture = await pictureOf(video)
  if (picture === null) return false
  const { id: file } = await files.send(new File([picture], 'screen.jpg', { type: picture.type }))
  if (!(await boards.copyPage(on))) return false
  const pages = boardIn(room.state.boards, on.board)?.pages
  const at = pages?.findIndex(({ id }) => id === on.page) ?? -1
  const copy = pages?.get(at + 1)
  if (copy === undefined) return false
  const background = { kind: 'slide', file, page: 1 } as const
  return room.act('boards.setBackground', { board: on.board, page: copy.id, background })
}
