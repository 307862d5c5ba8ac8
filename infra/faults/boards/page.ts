import type { LayerName } from '../../../shared/board/layer.ts'
import type { Pupil } from '../../wire/pupil.ts'

/** The shared layer of a fresh board on which everybody may draw and change what is theirs. */
export async function newPage(teacher: Pupil): Promise<LayerName> {
  await teacher.do('boards.open', {
    title: 'Faults',
    right: 'editOwn',
    background: { kind: 'plain' },
    slides: null,
  })
  await teacher.until('a board', ({ room }) => room.boards.boards.size > 0)
  const board = teacher.room.boards.boards.last()
  const page = board?.pages.first()
  if (board === undefined || page === undefined) throw new Error('no page')
  return { board: board.id, page: page.id, of: 'shared', epoch: 0 }
}
