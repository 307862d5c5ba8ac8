// Makes a board of the class out of one that came from a file: its pages in the room, then what lies on them.
import type { OnPage } from '../../../../shared/board/rights.ts'
import type { PlacedObject } from '../../../../shared/board/placed.ts'
import type { FileBackground } from '../../../../shared/board/boardFile.ts'
import type { CommandName, InputOf } from '../../../../shared/contract/index.ts'
import { boardsLimits } from '../../../../shared/contract/boardLimits.ts'
import { LyceumError } from '../../../../shared/errors.ts'
import type { BoardId } from '../../../../shared/ids.ts'
import { boardIn } from '../../../../shared/room/boards.model.ts'
import type { Room } from '../../../classroom/room.svelte.ts'
import type { ImportedBoard } from './exports.ts'

interface Parts {
  readonly room: Room
  readonly write: (on: OnPage, objects: readonly PlacedObject[]) => Promise<void>
}

/** Pages that one command makes. */
type Made = Pick<InputOf<'boards.open'>, 'background' | 'slides'>

/** Answers its first page; throws the refusal, and then the board has what could be made so far. */
export async function makeBoard(
  { room, write }: Parts,
  { title, pages }: ImportedBoard,
): Promise<OnPage> {
  const [first, ...more] = madeBy(pages.map(({ background }) => background))
  if (first === undefined) throw new LyceumError('invalid')
  const called = Array.from(title.trim()).slice(0, boardsLimits.title).join('')
  const before = new Set(room.state.boards.boards.keys())
  await patiently(room, 'boards.open', { title: called || '…', ...first, right: 'view' })
  const board = room.state.boards.boards.keySeq().find((id) => !before.has(id))
  if (board === undefined) throw new LyceumError('unavailable')
  for (const made of more) await patiently(room, 'boards.addPage', { board, after: null, ...made })
  return fill({ room, write }, board, pages)
}

async function fill({ room, write }: Parts, board: BoardId, pages: ImportedBoard['pages']) {
  const ids = boardIn(room.state.boards, board)?.pages.map(({ id }) => id)
  for (const [at, { objects }] of pages.entries()) {
    const page = ids?.get(at)
    if (page !== undefined && objects.length > 0) await write({ board, page }, objects)
  }
  const page = ids?.first()
  if (page === undefined) throw new LyceumError('unavailable')
  return { board, page }
}

/** Slides that follow each other from the first come at once, any other page alone. */
export function madeBy(backgrounds: readonly FileBackground[]): Made[] {
  const made: Made[] = []
  for (let at = 0; at < backgrounds.length;) {
    const first = backgrounds[at] ?? { kind: 'plain' }
    const pages = first.kind === 'slide' && first.page === 1 ? followers(backgrounds, at) : 1
    const slides = first.kind === 'slide' && pages > 1 ? { file: first.file, pages } : null
    made.push({ background: slides === null ? first : { kind: 'plain' }, slides })
    at += pages
  }
  return made
}

function followers(backgrounds: readonly FileBackground[], from: number): number {
  const first = backgrounds[from]
  const ends = backgrounds
    .slice(from)
    .findIndex(
      (one, n) =>
        one.kind !== 'slide' ||
        first?.kind !== 'slide' ||
        one.file !== first.file ||
        one.page !== n + 1,
    )
  return ends === -1 ? backgrounds.length - from : ends
}

/** A board of many pages is more commands than a hand sends: it waits its turn. */
async function patiently<Name extends CommandName>(room: Room, name: Name, input: InputOf<Name>) {
  for (;;) {
    const outcome = await room.command(name, input)
    if (outcome.ok) return room.caughtUp(outcome.output)
    const { code, retryAfter } = outcome.error
    if (code !== 'rateLimited') throw LyceumError.from(outcome.error)
    await new Promise((again) => setTimeout(again, retryAfter ?? 1_000))
  }
}
