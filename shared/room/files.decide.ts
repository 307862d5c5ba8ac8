// Decides what files come into a class, and which may become part of a message.
import { fileLimits } from '../contract/fileLimits.ts'
import type { FileShown } from '../contract/files.ts'
import type { CommandName } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { FileId, ParticipantId } from '../ids.ts'
import type { Permission } from '../roles.ts'
import { draft, type Deciders } from './command.ts'
import { mayDo } from './standing.ts'
import type { RoomState } from './state.ts'

type Names = Extract<CommandName, `files.${string}`>

/** A file goes with words to somebody, or onto a board: who may do neither sends none. */
const writing: readonly Permission[] = [
  'chat.send',
  'chat.toStaff',
  'chat.private',
  'chat.staff',
  'board.draw',
]

/** Why this person may send no file, or no more, now; null when they may. */
export function sendingRefused(room: RoomState, who: ParticipantId): Refusal | null {
  if (!mayDo(room, who, 'files.send')) return refuse('forbidden', undefined, 'files.send')
  if (!writing.some((permission) => mayDo(room, who, permission)))
    return refuse('forbidden', undefined, 'chat.send')
  if ((room.files.sent.get(who)?.bytes ?? 0) >= fileLimits.person)
    return refuse('conflict', 'You have sent as much as one may in a class.', 'files-own')
  const all = room.files.sent.reduce((sum, { bytes }) => sum + bytes, 0)
  if (all >= fileLimits.room)
    return refuse('conflict', 'This class has as many files as it may have.', 'files-room')
  return null
}

const gone = refuse('missing', 'That file is not here any more; send it again.', 'file-gone')

/** The files with these ids, if all of them are this person's and wait. */
export function attachable(
  room: RoomState,
  { who, ids, now }: { who: ParticipantId; ids: readonly FileId[]; now: number },
): readonly FileShown[] | Refusal {
  if (ids.length === 0) return []
  if (!mayDo(room, who, 'files.send')) return refuse('forbidden', undefined, 'files.send')
  const waiting = room.files.sent.get(who)?.waiting
  const found = [...new Set(ids)].map((id) => waiting?.find((file) => file.id === id))
  const files: FileShown[] = []
  for (const one of found) {
    if (one === undefined || now - one.at > fileLimits.waitsFor) return gone
    const { at: _, ...file } = one
    files.push(file)
  }
  return files
}

export const fileDeciders: Deciders<Names> = {
  'files.receive': (room, { participant, file }) =>
    sendingRefused(room, participant) ?? [draft('files.received', { participant, file }, [])],
}
